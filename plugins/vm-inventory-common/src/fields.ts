import { InventoryKind, InventoryObjectOf } from './objects';

/**
 * What a field of an object holds, as far as filters and sorting care. `strings` can be filtered,
 * not sorted.
 *
 * @public
 */
export type InventoryFieldType = 'string' | 'strings' | 'number' | 'boolean';

type FieldTypeOf<T> = T extends string
  ? 'string'
  : T extends number
  ? 'number'
  : T extends boolean
  ? 'boolean'
  : T extends string[]
  ? 'strings'
  : never;

type FieldsOf<T> = {
  [F in Exclude<keyof T, 'kind'> as FieldTypeOf<NonNullable<T[F]>> extends never
    ? never
    : F]-?: FieldTypeOf<NonNullable<T[F]>>;
};

type InventoryFields = {
  [K in InventoryKind]: FieldsOf<InventoryObjectOf<K>>;
};

const base = {
  source: 'string',
  id: 'string',
  name: 'string',
  datacenter: 'string',
} as const;

const fields: InventoryFields = {
  datacenter: { ...base, folder: 'string' },
  cluster: {
    ...base,
    standalone: 'boolean',
    cpuMhz: 'number',
    memoryMib: 'number',
    hosts: 'number',
    usableHosts: 'number',
    resourcePool: 'string',
    folder: 'string',
    datastores: 'strings',
    networks: 'strings',
  },
  host: {
    ...base,
    cluster: 'string',
    connection: 'string',
    maintenance: 'boolean',
    cpuCores: 'number',
    cpuMhz: 'number',
    memoryMib: 'number',
  },
  datastore: {
    ...base,
    type: 'string',
    capacityBytes: 'number',
    freeBytes: 'number',
    accessible: 'boolean',
    maintenance: 'boolean',
    shared: 'boolean',
    datastoreCluster: 'string',
  },
  network: { ...base, type: 'string' },
  folder: { ...base, parent: 'string', path: 'string', holds: 'string' },
  'resource-pool': {
    ...base,
    cluster: 'string',
    parent: 'string',
    vapp: 'boolean',
  },
  template: {
    ...base,
    uuid: 'string',
    guestId: 'string',
    guestName: 'string',
    cpus: 'number',
    memoryMib: 'number',
    firmware: 'string',
    host: 'string',
    folder: 'string',
    datastores: 'strings',
    networks: 'strings',
  },
  machine: {
    ...base,
    uuid: 'string',
    instanceUuid: 'string',
    power: 'string',
    connection: 'string',
    cpus: 'number',
    memoryMib: 'number',
    guestId: 'string',
    ipAddress: 'string',
    host: 'string',
    cluster: 'string',
    resourcePool: 'string',
    folder: 'string',
    datastores: 'strings',
    networks: 'strings',
    provisionedBytes: 'number',
    annotation: 'string',
  },
};

/**
 * The fields of each kind that lists can be filtered by and, unless they hold several strings,
 * sorted by.
 *
 * @public
 */
export const inventoryFields: Readonly<
  Record<InventoryKind, Readonly<Record<string, InventoryFieldType>>>
> = fields;
