import { useApi } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import {
  ANNOTATION_REQUEST,
  ENTITY_TYPE_VIRTUAL_MACHINE,
} from '@backlot/plugin-vm-inventory-common';
import { useEvery, useLoad } from '@backlot/ui-common';

const LOOK_AGAIN_MS = 5_000;

/**
 * The catalog's entity of the machine that came from a request. A new machine takes some seconds to
 * be there.
 *
 * @param isNew - whether it is worth looking again
 */
export function useMachineEntity(request: string, isNew: boolean) {
  const catalog = useApi(catalogApiRef);
  const { value, reload } = useLoad(async () => {
    const { items } = await catalog.getEntities({
      filter: {
        kind: 'Resource',
        'spec.type': ENTITY_TYPE_VIRTUAL_MACHINE,
        [`metadata.annotations.${ANNOTATION_REQUEST}`]: request,
      },
      limit: 1,
    });
    return items;
  }, [request]);
  const entity = value?.at(0);
  useEvery(isNew && !entity ? LOOK_AGAIN_MS : undefined, reload);
  return entity;
}
