export * from './InventoryAccess';
