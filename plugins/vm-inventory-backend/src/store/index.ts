export * from './InventorySnapshot';
export * from './InventoryStore';
export * from './MemoryInventoryStore';
