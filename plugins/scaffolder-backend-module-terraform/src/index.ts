/**
 * Scaffolder action that renders and checks a machine's Terraform files.
 *
 * @packageDocumentation
 */
export { scaffolderModuleTerraform as default } from './module';
export { createTerraformRenderAction } from './actions/terraformRender';
export type { TerraformRenderConfig } from './config';
