/**
 * The machines page and the entity card of the vm-inventory plugin.
 *
 * @packageDocumentation
 */

export { vmInventoryPlugin as default } from './plugin';
export * from './oldFrontendSystem';
