/**
 * API ref, hooks and pickers of the vm-inventory plugin for other frontends.
 *
 * @packageDocumentation
 */

export * from './api/VmInventoryApi';
export * from './api/VmInventoryClient';
export * from './components/LoadProblem';
export * from './components/RelativeTime';
export * from './hooks/useLoad';
export * from './hooks/useUrlState';
export * from './components/FactList';
