/**
 * Types, permissions, annotations and pure placement of the vm-inventory plugin.
 *
 * @packageDocumentation
 */

export * from './annotations';
export * from './api';
export * from './capacity';
export * from './catalogReport';
export * from './changes';
export * from './fields';
export * from './freshness';
export * from './inventoryPaths';
export * from './macAddresses';
export * from './machineDetails';
export * from './machineOperations';
export * from './objects';
export * from './permissions';
export * from './placement';
export * from './reservations';
export * from './store';
export * from './templateProblems';
export * from './tree';
