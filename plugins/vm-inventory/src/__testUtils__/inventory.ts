import {
  Freshness,
  InventoryKind,
  InventoryObject,
  InventoryQuery,
  Machine,
  SourceStatus,
} from '@backlot/plugin-vm-inventory-common';
import { VmInventoryApi } from '@backlot/plugin-vm-inventory-react';

export const liveSource: SourceStatus = {
  source: 'fra',
  title: 'Frankfurt',
  type: 'vsphere',
  state: 'live',
  asOf: '2026-11-21T12:00:00.000Z',
  objects: {},
};

/** A machine of the source `fra`, in its first cluster and datacenter. */
export function machine(change: Partial<Machine> & { name: string }): Machine {
  return {
    kind: 'machine',
    source: 'fra',
    id: `vm-${change.name}`,
    instanceUuid: `uuid-${change.name}`,
    power: 'on',
    cpus: 2,
    memoryMib: 6500,
    ipAddress: '10.20.110.7',
    datacenter: 'datacenter-1',
    cluster: 'domain-c1',
    host: 'host-1',
    datastores: [],
    networks: [],
    ...change,
  };
}

export const places: InventoryObject[] = [
  { kind: 'datacenter', source: 'fra', id: 'datacenter-1', name: 'fra1' },
  {
    kind: 'cluster',
    source: 'fra',
    id: 'domain-c1',
    name: 'fra1-prod-01',
    datacenter: 'datacenter-1',
    standalone: false,
    cpuMhz: 1,
    memoryMib: 1,
    hosts: 1,
    usableHosts: 1,
    datastores: [],
    networks: [],
  },
  {
    kind: 'host',
    source: 'fra',
    id: 'host-1',
    name: 'esx-01.acme.example',
    cluster: 'domain-c1',
    connection: 'connected',
    maintenance: false,
    cpuCores: 1,
    cpuMhz: 1,
    memoryMib: 1,
  },
];

/** What was asked of {@link serveInventory}. */
export interface AskedList {
  kind: InventoryKind;
  query: InventoryQuery;
}

/**
 * Answers lists of objects as the backend does, by the filters and search that these tests use and
 * in the order given.
 */
export function serveInventory(
  objects: () => InventoryObject[],
  sources: () => SourceStatus[] = () => [liveSource],
): { api: VmInventoryApi; asked: AskedList[] } {
  const asked: AskedList[] = [];
  const list = async (kind: InventoryKind, query: InventoryQuery = {}) => {
    asked.push({ kind, query });
    const { filter = {}, search = '', limit = 50, cursor } = query;
    const all = objects().filter(
      object =>
        object.kind === kind &&
        object.name.includes(search) &&
        Object.entries(filter).every(([field, value]) =>
          [value].flat().includes(String(Reflect.get(object, field))),
        ),
    );
    const from = Number(cursor ?? 0);
    const freshness: Freshness = { version: 1, sources: sources() };
    return {
      items: all.slice(from, from + limit),
      total: all.length,
      nextCursor: from + limit < all.length ? String(from + limit) : undefined,
      freshness,
    };
  };
  return { api: { list } as VmInventoryApi, asked };
}
