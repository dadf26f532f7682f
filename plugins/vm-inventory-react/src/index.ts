/**
 * API ref and client of the vm-inventory plugin for other frontends, and the machine that a card is about.
 *
 * @packageDocumentation
 */

export * from './api/VmInventoryApi';
export * from './api/VmInventoryClient';
export * from './machine/MachineProvider';
