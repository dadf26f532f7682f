/**
 * Provider extension point, and the read and reservation service of the vm-inventory plugin.
 *
 * @packageDocumentation
 */

export * from './InventoryProvider';
export * from './MachineOperations';
export * from './OutcomeUnknownError';
export * from './VmInventoryService';
export * from './catalog';
export * from './interruptible';
export * from './permissions';
export * from './sameObject';
export * from './vmInventoryCapacityPastExtensionPoint';
export * from './vmInventoryMachineRulesExtensionPoint';
export * from './vmInventoryProvidersExtensionPoint';
export * from './vmInventoryServiceRef';
export * from './waitForMachineOperation';
