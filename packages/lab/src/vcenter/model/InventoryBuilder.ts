import {
  ComputeResource,
  Datacenter,
  Datastore,
  DistributedVirtualPortgroup,
  DistributedVirtualSwitch,
  Folder,
  HostSystem,
  InventoryObject,
  Network,
  ResourcePool,
  StoragePod,
  VirtualMachine,
} from './ManagedObject';
import { ManagedObjectStore } from './ManagedObjectStore';
import { escapeName } from './escapeName';

/**
 * The facts of an object that is yet to be made.
 *
 * @public
 */
export type NewInventoryObject<T extends InventoryObject> = Omit<
  T,
  'type' | 'ref'
>;

/**
 * Adds objects to the inventory, each with a reference of the form that a vCenter gives it.
 *
 * @public
 */
export class InventoryBuilder {
  readonly #store: ManagedObjectStore;

  /** @internal */
  constructor(store: ManagedObjectStore) {
    this.#store = store;
  }

  rootFolder(): Folder {
    return this.#add<Folder>({
      type: 'Folder',
      ref: this.#store.nextRef('group-d'),
      name: 'Datacenters',
      holds: 'Datacenter',
    });
  }

  folder(name: string, parent: string): Folder {
    const { holds } = this.#store.ofType(parent, 'Folder')!;
    const prefix = {
      Datacenter: 'group-d',
      VirtualMachine: 'group-v',
      ComputeResource: 'group-h',
      Datastore: 'group-s',
      Network: 'group-n',
    }[holds];
    return this.#add<Folder>({
      type: 'Folder',
      ref: this.#store.nextRef(prefix),
      name,
      parent,
      holds,
    });
  }

  /** With its four folders. */
  datacenter(name: string, parent: string): Datacenter {
    const ref = this.#store.nextRef('datacenter-');
    const root = (
      prefix: string,
      rootName: string,
      holds: Folder['holds'],
    ): Folder => ({
      type: 'Folder',
      ref: this.#store.nextRef(prefix),
      name: rootName,
      parent: ref,
      holds,
    });
    const folders = [
      root('group-v', 'vm', 'VirtualMachine'),
      root('group-h', 'host', 'ComputeResource'),
      root('group-s', 'datastore', 'Datastore'),
      root('group-n', 'network', 'Network'),
    ];
    const [vmFolder, hostFolder, datastoreFolder, networkFolder] = folders.map(
      folder => folder.ref,
    );
    const datacenter: Datacenter = {
      type: 'Datacenter',
      ref,
      name: escapeName(name),
      parent,
      vmFolder,
      hostFolder,
      datastoreFolder,
      networkFolder,
    };
    this.#store.commit(edit => [datacenter, ...folders].forEach(edit.add));
    return datacenter;
  }

  /** With the resource pool at its root. */
  cluster(
    facts: Omit<NewInventoryObject<ComputeResource>, 'resourcePool'>,
  ): ComputeResource {
    return this.#computeResource('ClusterComputeResource', 'domain-c', facts);
  }

  /** A host that stands alone, in the compute resource that a vCenter makes for it. */
  standaloneHost(
    facts: Omit<NewInventoryObject<ComputeResource>, 'resourcePool'>,
    host: Omit<NewInventoryObject<HostSystem>, 'name' | 'parent'>,
  ): { compute: ComputeResource; host: HostSystem } {
    const compute = this.#computeResource('ComputeResource', 'domain-s', facts);
    return {
      compute,
      host: this.host({ ...host, name: facts.name, parent: compute.ref }),
    };
  }

  host(facts: NewInventoryObject<HostSystem>): HostSystem {
    return this.#add<HostSystem>({
      ...facts,
      type: 'HostSystem',
      ref: this.#store.nextRef('host-'),
    });
  }

  resourcePool(name: string, parent: string): ResourcePool {
    return this.#add<ResourcePool>({
      type: 'ResourcePool',
      ref: this.#store.nextRef('resgroup-'),
      name,
      parent,
      owner: this.#ownerOf(parent),
    });
  }

  virtualApp(name: string, parent: string, parentFolder: string): ResourcePool {
    return this.#add<ResourcePool>({
      type: 'VirtualApp',
      ref: this.#store.nextRef('resgroup-v'),
      name,
      parent,
      owner: this.#ownerOf(parent),
      parentFolder,
    });
  }

  storagePod(name: string, parent: string): StoragePod {
    return this.#add<StoragePod>({
      type: 'StoragePod',
      ref: this.#store.nextRef('group-p'),
      name,
      parent,
    });
  }

  datastore(facts: NewInventoryObject<Datastore>): Datastore {
    return this.#add<Datastore>({
      ...facts,
      type: 'Datastore',
      ref: this.#store.nextRef('datastore-'),
    });
  }

  /** A network that is no distributed port group. */
  network(
    name: string,
    parent: string,
    type: Network['type'] = 'Network',
  ): Network {
    return this.#add<Network>({
      type,
      ref: this.#store.nextRef('network-'),
      name,
      parent,
    });
  }

  distributedSwitch(
    facts: NewInventoryObject<DistributedVirtualSwitch>,
  ): DistributedVirtualSwitch {
    return this.#add<DistributedVirtualSwitch>({
      ...facts,
      type: 'VmwareDistributedVirtualSwitch',
      ref: this.#store.nextRef('dvs-'),
    });
  }

  portgroup(
    facts: NewInventoryObject<DistributedVirtualPortgroup>,
  ): DistributedVirtualPortgroup {
    return this.#add<DistributedVirtualPortgroup>({
      ...facts,
      type: 'DistributedVirtualPortgroup',
      ref: this.#store.nextRef('dvportgroup-'),
    });
  }

  machine(facts: NewInventoryObject<VirtualMachine>): VirtualMachine {
    return this.#add<VirtualMachine>({
      ...facts,
      type: 'VirtualMachine',
      ref: this.#store.nextRef('vm-'),
    });
  }

  #computeResource(
    type: ComputeResource['type'],
    prefix: string,
    facts: Omit<NewInventoryObject<ComputeResource>, 'resourcePool'>,
  ): ComputeResource {
    const ref = this.#store.nextRef(prefix);
    const pool: ResourcePool = {
      type: 'ResourcePool',
      ref: this.#store.nextRef('resgroup-'),
      name: 'Resources',
      parent: ref,
      owner: ref,
    };
    const compute: ComputeResource = {
      type,
      ref,
      ...facts,
      name: escapeName(facts.name),
      resourcePool: pool.ref,
    };
    this.#store.commit(edit => [compute, pool].forEach(edit.add));
    return compute;
  }

  #ownerOf(pool: string): string {
    return this.#store.ofType(pool, 'ResourcePool', 'VirtualApp')!.owner;
  }

  #add<T extends InventoryObject>(object: T): T {
    const named = { ...object, name: escapeName(object.name) };
    this.#store.commit(edit => edit.add(named));
    return named;
  }
}
