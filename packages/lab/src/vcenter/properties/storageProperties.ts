import { Datastore } from '../model/ManagedObject';
import { ManagedObjectStore } from '../model/ManagedObjectStore';
import {
  boolean,
  data,
  dataList,
  long,
  PropertyNode,
  references,
  string,
} from './PropertyNode';
import { entityProperties } from './entityProperties';

/** Hosts of the compute resources that reach a datastore or network. */
export function hostsThatReach(
  ref: string,
  store: ManagedObjectStore,
): string[] {
  return [...store.related(ref, 'computeResource')].flatMap(compute =>
    [...store.related(compute, 'child')].filter(child =>
      store.ofType(child, 'HostSystem'),
    ),
  );
}

export const datastoreProperties: Record<string, PropertyNode<Datastore>> = {
  ...entityProperties<Datastore>(datastore =>
    datastore.accessible ? 'green' : 'red',
  ),
  summary: data('DatastoreSummary', {
    name: string(datastore => datastore.name),
    url: string(datastore => `ds:///vmfs/volumes/${datastore.ref}/`),
    capacity: long(datastore => datastore.capacityBytes),
    freeSpace: long(datastore => datastore.freeBytes),
    accessible: boolean(datastore => datastore.accessible),
    multipleHostAccess: boolean(
      (datastore, { store }) => hostsThatReach(datastore.ref, store).length > 1,
    ),
    type: string(datastore => datastore.kind),
    maintenanceMode: string(datastore => datastore.maintenanceMode),
  }),
  host: dataList('DatastoreHostMount', (datastore, { store }) =>
    hostsThatReach(datastore.ref, store).map(host => ({
      xsiType: 'DatastoreHostMount',
      content: `<key type="HostSystem">${host}</key><mountInfo><accessMode>readWrite</accessMode><mounted>true</mounted><accessible>${datastore.accessible}</accessible></mountInfo>`,
    })),
  ),
  vm: references((datastore, { store }) => store.related(datastore.ref, 'vm')),
};
