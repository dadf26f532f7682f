import { useNavigate } from 'react-router-dom';
import { useRouteRef } from '@backstage/core-plugin-api';
import { RequestBatch } from '@backlot/plugin-vm-requests-common';
import { batchRouteRef } from '../../routes';

/** Goes to the page of a batch. */
export function useShowBatch(): (batch: Pick<RequestBatch, 'id'>) => void {
  const navigate = useNavigate();
  const batchPath = useRouteRef(batchRouteRef);
  return ({ id }) => navigate(batchPath({ id }));
}
