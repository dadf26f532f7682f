import { createExtensionPoint } from '@backstage/backend-plugin-api';
import { CapacityResource, Room } from '@backlot/plugin-vm-inventory-common';

/**
 * The room of a cluster or datastore on one day.
 *
 * @public
 */
export interface CapacityPastDay {
  /** UTC calendar day, e.g. `2026-11-21`. */
  day: string;
  /** In the units of the capacity API. */
  rooms: Partial<Record<CapacityResource, Room>>;
}

/**
 * Knows what there was room for before the inventory was there to see it, e.g. from the monitoring
 * that was there before.
 *
 * @public
 */
export interface CapacityPast {
  /** Who says so. The charts tell it to whoever looks at these days. */
  readonly origin: string;
  /**
   * The days before today, in any order; those of today and later are passed over. Asked once for
   * each cluster and datastore: when the first of its days is remembered.
   */
  daysOf(
    place: {
      source: string;
      kind: 'cluster' | 'datastore';
      id: string;
      name: string;
    },
    today: CapacityPastDay,
  ): Promise<CapacityPastDay[]>;
}

/**
 * Brings a past to the history of capacity.
 *
 * @public
 */
export interface VmInventoryCapacityPastExtensionPoint {
  /** @throws ConflictError when there is one already */
  setPast(past: CapacityPast): void;
}

/**
 * Brings a past to the history of capacity.
 *
 * @public
 */
export const vmInventoryCapacityPastExtensionPoint =
  createExtensionPoint<VmInventoryCapacityPastExtensionPoint>({
    id: 'vm-inventory.capacity-past',
  });
