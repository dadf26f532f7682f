import { Datacenter, Folder, StoragePod } from '../model/ManagedObject';
import { ManagedObjectStore } from '../model/ManagedObjectStore';
import {
  boolean,
  data,
  long,
  PropertyNode,
  reference,
  references,
  string,
  strings,
} from './PropertyNode';
import { entityProperties } from './entityProperties';

const childTypes: Record<Folder['holds'], string[]> = {
  Datacenter: ['Folder', 'Datacenter'],
  VirtualMachine: ['Folder', 'VirtualMachine', 'VirtualApp'],
  ComputeResource: ['Folder', 'ComputeResource'],
  Datastore: ['Folder', 'Datastore', 'StoragePod'],
  Network: ['Folder', 'Network', 'DistributedVirtualSwitch'],
};

export const folderProperties: Record<string, PropertyNode<Folder>> = {
  ...entityProperties<Folder>(),
  childType: strings(folder => childTypes[folder.holds]),
  childEntity: references((folder, { store }) =>
    store.related(folder.ref, 'child'),
  ),
};

function datastoresOf(pod: StoragePod, store: ManagedObjectStore) {
  return [...store.related(pod.ref, 'child')].flatMap(
    ref => store.ofType(ref, 'Datastore') ?? [],
  );
}

export const storagePodProperties: Record<string, PropertyNode<StoragePod>> = {
  ...entityProperties<StoragePod>(),
  childType: strings(() => ['Datastore']),
  childEntity: references((pod, { store }) => store.related(pod.ref, 'child')),
  summary: data('StoragePodSummary', {
    name: string(pod => pod.name),
    capacity: long((pod, { store }) =>
      datastoresOf(pod, store).reduce(
        (sum, datastore) => sum + datastore.capacityBytes,
        0,
      ),
    ),
    freeSpace: long((pod, { store }) =>
      datastoresOf(pod, store).reduce(
        (sum, datastore) => sum + datastore.freeBytes,
        0,
      ),
    ),
  }),
  podStorageDrsEntry: data('PodStorageDrsEntry', {
    storageDrsConfig: data('StorageDrsConfigInfo', {
      podConfig: data('StorageDrsPodConfigInfo', {
        enabled: boolean(() => true),
      }),
    }),
  }),
};

export const datacenterProperties: Record<string, PropertyNode<Datacenter>> = {
  ...entityProperties<Datacenter>(),
  vmFolder: reference(datacenter => datacenter.vmFolder),
  hostFolder: reference(datacenter => datacenter.hostFolder),
  datastoreFolder: reference(datacenter => datacenter.datastoreFolder),
  networkFolder: reference(datacenter => datacenter.networkFolder),
  datastore: references((datacenter, { store }) =>
    store.descendants(datacenter.datastoreFolder, 'Datastore'),
  ),
  network: references((datacenter, { store }) =>
    store.descendants(
      datacenter.networkFolder,
      'Network',
      'OpaqueNetwork',
      'DistributedVirtualPortgroup',
    ),
  ),
};
