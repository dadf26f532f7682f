import { useApi } from '@backstage/core-plugin-api';
import { Loaded, useLoad } from '@backlot/ui-common';
import { LedgerMachineDetail } from '@backlot/plugin-vm-requests-common';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';

/** The machine that a form asks something of; undefined while none is chosen. */
export function useMachine(
  id: string | undefined,
): Loaded<LedgerMachineDetail | undefined> {
  const api = useApi(vmRequestsApiRef);
  return useLoad(
    async signal => (id ? api.getMachine(id, { signal }) : undefined),
    [id],
  );
}
