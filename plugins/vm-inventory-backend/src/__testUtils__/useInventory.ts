import { MemoryInventoryProvider } from '@backlot/plugin-vm-inventory-node/testUtils';
import { startInventory } from './startInventory';

type Options = Partial<Parameters<typeof startInventory>[0]>;

/**
 * What starts a plugin with a provider and, once that is live, hands it out; ended after each test.
 *
 * @internal
 */
export function useInventory(): (
  provider: MemoryInventoryProvider,
  options?: Options,
) => ReturnType<typeof startInventory> {
  const stops: (() => Promise<void>)[] = [];
  afterEach(async () => {
    await Promise.all(stops.splice(0).map(stop => stop()));
  });
  return async (provider, options = {}) => {
    const inventory = await startInventory({
      providers: [provider],
      ...options,
    });
    stops.push(inventory.stop);
    await provider.live();
    return inventory;
  };
}
