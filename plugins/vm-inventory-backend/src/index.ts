/**
 * Collectors' host, store, reservations and REST API of the vm-inventory plugin.
 *
 * @packageDocumentation
 */

export { vmInventoryPlugin as default } from './plugin';
