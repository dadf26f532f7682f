import { InventoryMemory, MemoryInventoryStore } from '../store';

/**
 * A store in memory of which nothing else knows.
 *
 * @internal
 */
export function memoryStore(): MemoryInventoryStore {
  return new MemoryInventoryStore(
    new InventoryMemory({ firstVersion: 1, epoch: 'test' }),
  );
}
