/**
 * Scaffolder actions atlantis:plan and atlantis:apply.
 *
 * @packageDocumentation
 */

export { createAtlantisApplyAction } from './actions/atlantisApply';
export { createAtlantisPlanAction } from './actions/atlantisPlan';
export { scaffolderModuleAtlantis as default } from './module';
