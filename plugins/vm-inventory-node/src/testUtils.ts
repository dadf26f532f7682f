/**
 * What tests of providers, and of backends that read the inventory, stand on.
 *
 * @packageDocumentation
 */

export * from './testUtils/MemoryInventoryProvider';
export * from './testUtils/MemoryOperations';
export * from './testUtils/exampleInventory';
export * from './testUtils/exampleMachineDetails';
