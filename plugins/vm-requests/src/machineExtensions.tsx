import { lazy } from 'react';
import {
  coreExtensionData,
  createExtension,
  ExtensionBoundary,
} from '@backstage/frontend-plugin-api';

/** What can be asked of a machine, on its page in the inventory. */
export const inventoryMachineCard = createExtension({
  name: 'inventory-machine',
  attachTo: { id: 'page:vm-inventory', input: 'cards' },
  output: [coreExtensionData.reactElement],
  factory: ({ node }) => {
    const InventoryMachineCard = lazy(async () => ({
      default: (
        await import('./components/InventoryMachineCard/InventoryMachineCard')
      ).InventoryMachineCard,
    }));
    return [
      coreExtensionData.reactElement(
        <ExtensionBoundary node={node}>
          <InventoryMachineCard />
        </ExtensionBoundary>,
      ),
    ];
  },
});
