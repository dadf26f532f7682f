export * from './Placement';
export * from './PlacementInventory';
export * from './PlacementPolicy';
export * from './choosePlacement';
