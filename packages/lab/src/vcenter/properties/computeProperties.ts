import {
  ComputeResource,
  HostSystem,
  ResourcePool,
} from '../model/ManagedObject';
import { ManagedObjectStore } from '../model/ManagedObjectStore';
import {
  boolean,
  data,
  enumeration,
  int,
  long,
  PropertyNode,
  reference,
  references,
  short,
  string,
} from './PropertyNode';
import { entityProperties, onlyOfType } from './entityProperties';

/** Part of a host's CPU and memory that its own software takes. */
const usableShare = 0.92;

function isUsable(host: HostSystem): boolean {
  return host.connectionState === 'connected' && !host.inMaintenanceMode;
}

function sum(
  compute: ComputeResource,
  store: ManagedObjectStore,
  amount: (host: HostSystem) => number,
): number {
  let total = 0;
  for (const ref of store.related(compute.ref, 'child')) {
    const host = store.ofType(ref, 'HostSystem');
    total += host ? amount(host) : 0;
  }
  return Math.round(total);
}

function usable(amount: (host: HostSystem) => number) {
  return (host: HostSystem) =>
    isUsable(host) ? amount(host) * usableShare : 0;
}

function summary(xsiType: string): PropertyNode<ComputeResource> {
  return data(xsiType, {
    totalCpu: int((compute, { store }) =>
      sum(compute, store, host => host.cores * host.coreMhz),
    ),
    totalMemory: long((compute, { store }) =>
      sum(compute, store, host => host.memoryBytes),
    ),
    numCpuCores: short((compute, { store }) =>
      sum(compute, store, host => host.cores),
    ),
    numCpuThreads: short((compute, { store }) =>
      sum(compute, store, host => host.cores * 2),
    ),
    effectiveCpu: int((compute, { store }) =>
      sum(
        compute,
        store,
        usable(host => host.cores * host.coreMhz),
      ),
    ),
    // In MB, where totalMemory is in bytes: so it is in the vSphere API.
    effectiveMemory: long((compute, { store }) =>
      sum(
        compute,
        store,
        usable(host => host.memoryBytes / 1024 ** 2),
      ),
    ),
    numHosts: int((compute, { store }) => sum(compute, store, () => 1)),
    numEffectiveHosts: int((compute, { store }) =>
      sum(compute, store, host => (isUsable(host) ? 1 : 0)),
    ),
    overallStatus: enumeration('ManagedEntityStatus', () => 'green'),
  });
}

export const computeResourceProperties: Record<
  string,
  PropertyNode<ComputeResource>
> = {
  ...entityProperties<ComputeResource>(),
  resourcePool: reference(compute => compute.resourcePool),
  host: references((compute, context) =>
    onlyOfType(
      context.store.related(compute.ref, 'child'),
      context,
      'HostSystem',
    ),
  ),
  datastore: references(compute => compute.datastores),
  network: references(compute => compute.networks),
  summary: summary('ComputeResourceSummary'),
};

export const clusterProperties: Record<
  string,
  PropertyNode<ComputeResource>
> = {
  ...computeResourceProperties,
  summary: summary('ClusterComputeResourceSummary'),
  configuration: data('ClusterConfigInfo', {
    dasConfig: data('ClusterDasConfigInfo', { enabled: boolean(() => true) }),
    drsConfig: data('ClusterDrsConfigInfo', { enabled: boolean(() => true) }),
  }),
};

function computeOf(host: HostSystem, store: ManagedObjectStore) {
  return store.ofType(host.parent, 'ClusterComputeResource', 'ComputeResource');
}

const inMaintenanceMode = boolean<HostSystem>(host => host.inMaintenanceMode);

const hostRuntime = data<HostSystem>('HostRuntimeInfo', {
  connectionState: enumeration(
    'HostSystemConnectionState',
    host => host.connectionState,
  ),
  powerState: enumeration('HostSystemPowerState', host =>
    host.connectionState === 'connected' ? 'poweredOn' : 'unknown',
  ),
  inMaintenanceMode,
});

export const hostProperties: Record<string, PropertyNode<HostSystem>> = {
  ...entityProperties<HostSystem>(host =>
    host.connectionState === 'connected' ? 'green' : 'red',
  ),
  runtime: hostRuntime,
  summary: data('HostListSummary', {
    host: reference(host => host.ref),
    hardware: data('HostHardwareSummary', {
      vendor: string(() => 'Acme'),
      model: string(() => 'Lab server'),
      uuid: string(host => `lab-${host.ref}`),
      memorySize: long(host => host.memoryBytes),
      cpuModel: string(() => 'Lab CPU'),
      cpuMhz: int(host => host.coreMhz),
      numCpuPkgs: short(() => 2),
      numCpuCores: short(host => host.cores),
      numCpuThreads: short(host => host.cores * 2),
      numNics: int(() => 4),
      numHBAs: int(() => 2),
    }),
    runtime: hostRuntime,
    config: data('HostConfigSummary', {
      name: string(host => host.name),
      port: int(() => 902),
    }),
    overallStatus: enumeration('ManagedEntityStatus', () => 'green'),
  }),
  vm: references((host, { store }) => store.related(host.ref, 'vm')),
  datastore: references(
    (host, { store }) => computeOf(host, store)?.datastores ?? [],
  ),
  network: references(
    (host, { store }) => computeOf(host, store)?.networks ?? [],
  ),
};

export const resourcePoolProperties: Record<
  string,
  PropertyNode<ResourcePool>
> = {
  ...entityProperties<ResourcePool>(),
  owner: reference(pool => pool.owner),
  resourcePool: references((pool, context) =>
    onlyOfType(
      context.store.related(pool.ref, 'child'),
      context,
      'ResourcePool',
      'VirtualApp',
    ),
  ),
  vm: references((pool, { store }) => store.related(pool.ref, 'vm')),
};

export const virtualAppProperties: Record<
  string,
  PropertyNode<ResourcePool>
> = {
  ...resourcePoolProperties,
  parentFolder: reference(vapp => vapp.parentFolder),
};
