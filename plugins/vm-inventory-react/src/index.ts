/**
 * API ref and client of the vm-inventory plugin for other frontends.
 *
 * @packageDocumentation
 */

export * from './api/VmInventoryApi';
export * from './api/VmInventoryClient';
