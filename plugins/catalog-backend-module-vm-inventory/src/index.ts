/**
 * Machines of the inventory as catalog entities.
 *
 * @packageDocumentation
 */

export { catalogModuleVmInventory as default } from './module';
