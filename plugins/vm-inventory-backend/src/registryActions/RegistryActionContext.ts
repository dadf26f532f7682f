import { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { PlacementPolicy } from '@backlot/plugin-vm-inventory-common';
import { InventoryAccess } from '../access';
import { CollectorsHost } from '../collectors';
import { Placer } from '../placement';
import { ReservationStore } from '../reservations';
import { InventoryStore } from '../store';

/**
 * What the registry's actions work with.
 *
 * @internal
 */
export interface RegistryActionContext {
  actionsRegistry: ActionsRegistryService;
  store: InventoryStore;
  host: CollectorsHost;
  reservations: ReservationStore;
  placer: Placer;
  policy: PlacementPolicy;
  access: InventoryAccess;
}

/**
 * Nothing that these actions do changes anything.
 *
 * @internal
 */
export const readOnly = {
  readOnly: true,
  destructive: false,
  idempotent: true,
} as const;
