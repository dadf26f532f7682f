/**
 * Provider extension point, and the read and reservation service of the vm-inventory plugin.
 *
 * @packageDocumentation
 */

export * from './InventoryProvider';
export * from './VmInventoryService';
export * from './catalog';
export * from './interruptible';
export * from './permissions';
export * from './sameObject';
export * from './vmInventoryCapacityPastExtensionPoint';
export * from './vmInventoryProvidersExtensionPoint';
export * from './vmInventoryServiceRef';
