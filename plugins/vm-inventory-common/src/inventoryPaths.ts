import { InventoryKind } from './objects';

/**
 * The word for each kind in the paths of the REST API, e.g. `/v1/resource-pools`.
 *
 * @public
 */
export const inventoryPaths: Readonly<Record<InventoryKind, string>> = {
  datacenter: 'datacenters',
  cluster: 'clusters',
  host: 'hosts',
  datastore: 'datastores',
  network: 'networks',
  folder: 'folders',
  'resource-pool': 'resource-pools',
  template: 'templates',
  machine: 'machines',
};
