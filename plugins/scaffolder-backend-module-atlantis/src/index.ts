/**
 * Scaffolder actions that plan and apply with Atlantis.
 *
 * @packageDocumentation
 */

export { createAtlantisPlanAction } from './actions/atlantisPlan';
export { createAtlantisApplyAction } from './actions/atlantisApply';
export { scaffolderModuleAtlantis as default } from './module';
