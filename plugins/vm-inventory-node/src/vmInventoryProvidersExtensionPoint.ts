import { createExtensionPoint } from '@backstage/backend-plugin-api';
import { InventoryProvider } from './InventoryProvider';

/**
 * Adds sources to the vm-inventory backend.
 *
 * @public
 */
export interface VmInventoryProvidersExtensionPoint {
  /** @throws ConflictError when a provider with the same source is there already */
  addProvider(...providers: InventoryProvider[]): void;
}

/**
 * Adds sources to the vm-inventory backend.
 *
 * @public
 */
export const vmInventoryProvidersExtensionPoint =
  createExtensionPoint<VmInventoryProvidersExtensionPoint>({
    id: 'vm-inventory.providers',
  });
