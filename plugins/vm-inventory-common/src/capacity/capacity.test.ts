import { Cluster, Datastore, Host, Machine } from '../objects';
import { defaultPlacementPolicy } from '../placement';
import { Reservation } from '../reservations';
import { clusterAllocations, noAllocation } from './ClusterAllocation';
import { clusterCapacity } from './clusterCapacity';
import { datastoreCapacity } from './datastoreCapacity';

const source = 'fra';

const reservation: Reservation = {
  id: 'r1',
  source,
  cluster: 'domain-1',
  datastore: 'datastore-1',
  cpus: 4,
  memoryMib: 4096,
  diskBytes: 100,
  expiresAt: '2030-01-01T00:00:00Z',
};
const elsewhere: Reservation[] = [
  { ...reservation, source: 'ams' },
  { ...reservation, cluster: 'domain-2', datastore: 'datastore-2' },
];

describe('clusterAllocations', () => {
  const host = (id: string, overrides: Partial<Host> = {}): Host => ({
    kind: 'host',
    source,
    id,
    name: id,
    cluster: 'domain-1',
    connection: 'connected',
    maintenance: false,
    cpuCores: 16,
    cpuMhz: 1,
    memoryMib: 1024,
    ...overrides,
  });
  const machine = (overrides: Partial<Machine>): Machine => ({
    kind: 'machine',
    source,
    id: 'vm-1',
    name: 'web1',
    power: 'off',
    cpus: 2,
    memoryMib: 100,
    datastores: [],
    networks: [],
    ...overrides,
  });

  it('counts hosts that can be used and machines that run or do not', () => {
    const allocations = clusterAllocations({
      hosts: [
        host('host-1'),
        host('host-2', { cpuCores: 8, memoryMib: 2048 }),
        host('host-3', { maintenance: true, cpuCores: 64 }),
        host('host-4', { connection: 'not-responding', cpuCores: 64 }),
        host('host-5', { cluster: undefined }),
      ],
      machines: [
        machine({ cluster: 'domain-1' }),
        machine({ host: 'host-3' }),
        machine({ cluster: 'domain-1', cpus: undefined, memoryMib: undefined }),
        machine({ host: 'host-9' }),
        machine({}),
      ],
    });

    expect(Object.fromEntries(allocations)).toEqual({
      'domain-1': {
        cores: 24,
        largestHostCores: 16,
        largestHostMemoryMib: 2048,
        cpus: 4,
        memoryMib: 200,
      },
    });
  });
});

describe('clusterCapacity', () => {
  const cluster: Cluster = {
    kind: 'cluster',
    source,
    id: 'domain-1',
    name: 'a',
    standalone: false,
    cpuMhz: 1,
    memoryMib: 100_000,
    hosts: 2,
    usableHosts: 2,
    datastores: [],
    networks: [],
  };
  const allocation = {
    ...noAllocation,
    cores: 10,
    cpus: 30,
    memoryMib: 50_000,
  };

  it('is what may be given away, minus what is given and kept', () => {
    expect(
      clusterCapacity(
        cluster,
        allocation,
        [reservation, ...elsewhere],
        defaultPlacementPolicy,
      ),
    ).toMatchObject({
      id: 'domain-1',
      cpu: { total: 10, allowed: 40, used: 30, reserved: 4, free: 6 },
      memory: {
        total: 100_000,
        allowed: 100_000,
        used: 50_000,
        reserved: 4096,
        free: 45_904,
      },
    });
  });

  it('is nothing where no host can be used, and never less', () => {
    expect(
      clusterCapacity(
        { ...cluster, usableHosts: 0 },
        allocation,
        [],
        defaultPlacementPolicy,
      ),
    ).toMatchObject({
      cpu: { total: 0, free: 0 },
      memory: { total: 0, free: 0 },
    });
  });
});

describe('datastoreCapacity', () => {
  const datastore: Datastore = {
    kind: 'datastore',
    source,
    id: 'datastore-1',
    name: 'ds',
    type: 'VMFS',
    capacityBytes: 1000,
    freeBytes: 400,
    accessible: true,
    maintenance: false,
    shared: true,
  };

  it('keeps headroom', () => {
    expect(
      datastoreCapacity(
        datastore,
        [reservation, ...elsewhere],
        defaultPlacementPolicy,
      ).storage,
    ).toEqual({
      total: 1000,
      allowed: 900,
      used: 600,
      reserved: 100,
      free: 200,
    });
  });

  it('trusts no numbers of a datastore that is not accessible', () => {
    expect(
      datastoreCapacity(
        { ...datastore, accessible: false },
        [],
        defaultPlacementPolicy,
      ).storage,
    ).toEqual({ total: 0, allowed: 0, used: 0, reserved: 0, free: 0 });
  });
});
