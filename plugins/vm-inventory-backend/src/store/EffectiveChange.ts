import { InventoryObject } from '@backlot/plugin-vm-inventory-common';
import { InventoryChange } from '@backlot/plugin-vm-inventory-node';

/**
 * A change that changes something, with what was there before; absent when there was nothing.
 *
 * @internal
 */
export type EffectiveChange = InventoryChange & { before?: InventoryObject };
