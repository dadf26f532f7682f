/**
 * The vCenter provider for the vm-inventory backend.
 *
 * @packageDocumentation
 */

export type { VSphereSourceConfig } from './config';
export type { VSphereExclude } from './inventory/Exclusion';
export { VimFault } from './soap/VimFault';
export { VSphereInventoryProvider } from './VSphereInventoryProvider';
export { vmInventoryModuleVSphere as default } from './module';
