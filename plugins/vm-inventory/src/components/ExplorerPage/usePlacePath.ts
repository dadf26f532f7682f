import { useApi } from '@backstage/core-plugin-api';
import {
  InventoryTreePath,
  InventoryTreeRef,
  InventoryTreeView,
} from '@backlot/plugin-vm-inventory-common';
import { vmInventoryApiRef } from '@backlot/plugin-vm-inventory-react';
import { Loaded, useLoad } from '@backlot/ui-common';

/** The nodes from the source down to a place; nothing without a place. */
export function usePlacePath(
  view: InventoryTreeView,
  place: InventoryTreeRef | undefined,
): Loaded<InventoryTreePath | undefined> {
  const api = useApi(vmInventoryApiRef);
  return useLoad(
    async signal => place && api.getTreePath({ view, of: place }, { signal }),
    [view, place],
  );
}
