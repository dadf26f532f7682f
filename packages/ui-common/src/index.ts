/**
 * What Backlot's pages show and do alike: loading and its problems, facts, times and sizes, and what
 * is kept in the URL.
 *
 * @packageDocumentation
 */

export * from './api/BackendClient';
export * from './components/ActionDialog';
export * from './components/CheckList';
export * from './components/ConnectionCard';
export * from './components/FactList';
export * from './components/FilterBar';
export * from './components/InfoCard';
export * from './components/LoadState';
export * from './components/NewFrontendSystemOnly';
export * from './components/PageNotFound';
export * from './components/RelativeTime';
export * from './components/TextWithOwners';
export * from './components/ToneBadge';
export * from './hooks/useDocumentTitle';
export * from './hooks/useEvery';
export * from './hooks/useItemWindow';
export * from './hooks/useLoad';
export * from './hooks/usePages';
export * from './hooks/useSettled';
export * from './hooks/useUrlState';
export * from './sizes';
