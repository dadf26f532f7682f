export { CollectorsHost } from './CollectorsHost';
export { ProviderList } from './ProviderList';
