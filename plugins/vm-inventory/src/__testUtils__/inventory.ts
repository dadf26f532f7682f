import {
  formatTreeRef,
  Freshness,
  InventoryKind,
  InventoryObject,
  InventoryQuery,
  InventoryTreeQuery,
  InventoryTreeRef,
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
    const { filter = {}, search = '', limit = 50, cursor, offset } = query;
    const all = objects().filter(
      object =>
        object.kind === kind &&
        object.name.includes(search) &&
        Object.entries(filter).every(([field, value]) =>
          [value].flat().includes(String(Reflect.get(object, field))),
        ),
    );
    const from = Number(cursor ?? offset ?? 0);
    const freshness: Freshness = { version: 1, sources: sources() };
    return {
      items: all.slice(from, from + limit),
      total: all.length,
      nextCursor: from + limit < all.length ? String(from + limit) : undefined,
      freshness,
    };
  };
  const getTreeLevel = async ({ parent }: InventoryTreeQuery) => ({
    items: treeNodes(objects(), sources()).filter(
      ({ above }) => above === (parent && formatTreeRef(parent)),
    ),
    freshness: { version: 1, sources: sources() },
  });
  const getTreePath = async ({ of }: { of: InventoryTreeRef }) => {
    const nodes = treeNodes(objects(), sources());
    const items: typeof nodes = [];
    for (let at: string | undefined = formatTreeRef(of); at; ) {
      const ref: string = at;
      const node = nodes.find(each => formatTreeRef(each) === ref);
      at = node?.above;
      items.unshift(...(node ? [node] : []));
    }
    return { items, freshness: { version: 1, sources: sources() } };
  };
  const get = async (
    kind: InventoryKind,
    { source, id }: { source: string; id: string },
  ) => {
    const { items, freshness } = await list(kind, { filter: { source, id } });
    if (!items[0]) {
      throw new Error(`no ${kind} ${id}`);
    }
    return { ...items[0], freshness };
  };
  return {
    api: {
      list,
      get,
      getTreeLevel,
      getTreePath,
      // A source that takes its time; tests of details bring their own.
      getMachineDetails: () => new Promise<never>(() => {}),
      getOfferedOperations: () => new Promise<never>(() => {}),
      listSnapshots: () => new Promise<never>(() => {}),
      listMachineOperations: () => new Promise<never>(() => {}),
    } as Partial<VmInventoryApi> as VmInventoryApi,
    asked,
  };
}

/** Sources, datacenters, clusters, hosts and machines, each with what it is below. */
function treeNodes(objects: InventoryObject[], sources: SourceStatus[]) {
  const aboveOf = (object: InventoryObject): string | undefined => {
    const { source } = object;
    const ref = (kind: InventoryKind, id: string | undefined) =>
      id && formatTreeRef({ kind, source, id });
    const host = object.kind === 'machine' ? object.host : undefined;
    const cluster = object.kind === 'host' ? object.cluster : undefined;
    return (
      ref('host', host) ??
      ref('cluster', cluster) ??
      ref('datacenter', object.datacenter) ??
      `source:${source}`
    );
  };
  const all = objects.map(object => ({ object, above: aboveOf(object) }));
  const below = (ref: string) => all.some(({ above }) => above === ref);
  return [
    ...sources.map(({ source, title }) => ({
      kind: 'source' as const,
      source,
      id: source,
      name: title,
      hasChildren: below(`source:${source}`),
      machines: 0,
      above: undefined,
    })),
    ...all.map(({ object, above }) => ({
      kind: object.kind,
      source: object.source,
      id: object.id,
      name: object.name,
      hasChildren: below(formatTreeRef(object)),
      machines: 0,
      above,
    })),
  ];
}
