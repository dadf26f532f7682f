/**
 * Scaffolder actions for addresses in NetBox.
 *
 * @packageDocumentation
 */
export { scaffolderModuleNetBox as default } from './module';
export { createNetBoxAllocateAction } from './actions/netboxAllocate';
export { createNetBoxReleaseAction } from './actions/netboxRelease';
