/**
 * API ref, client, hooks and small components of the vm-inventory plugin for other frontends.
 *
 * @packageDocumentation
 */

export * from './api/VmInventoryApi';
export * from './api/VmInventoryClient';
export * from './components/ConnectionCard';
export * from './components/ConnectionTest';
export * from './components/FactList';
export * from './components/LoadProblem';
export * from './components/NewFrontendSystemOnly';
export * from './components/PageNotFound';
export * from './components/RelativeTime';
export * from './format/formatBytes';
export * from './format/formatMib';
export * from './format/sizeUnit';
export * from './hooks/useDocumentTitle';
export * from './hooks/useEvery';
export * from './hooks/useItemWindow';
export * from './hooks/useLoad';
export * from './hooks/usePages';
export * from './hooks/useSettled';
export * from './hooks/useUrlState';
