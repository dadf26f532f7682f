export * from './createInventoryStore';
export * from './InventoryMemory';
export * from './InventorySnapshot';
export * from './InventoryStore';
export * from './MemoryInventoryStore';
export * from './redis/RedisConnection';
export * from './redis/RedisInventoryStore';
