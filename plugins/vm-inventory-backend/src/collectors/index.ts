export * from './CollectorObserver';
export { CollectorsHost } from './CollectorsHost';
export { ProviderList } from './ProviderList';
