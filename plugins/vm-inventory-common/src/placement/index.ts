export * from './Growth';
export * from './Placement';
export * from './PlacementInventory';
export * from './PlacementPolicy';
export * from './choosePlacement';
export * from './judgeGrowth';
