/**
 * Scaffolder action that chooses where a machine goes.
 *
 * @packageDocumentation
 */

export { createVSphereSelectAction } from './actions/vsphereSelect';
export { scaffolderModuleVmInventory as default } from './module';
