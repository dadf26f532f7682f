import {
  Cluster,
  Datacenter,
  Datastore,
  Folder,
  Host,
  InventoryChangeItem,
  InventoryChanges,
  InventoryKind,
  inventoryKinds,
  InventoryObject,
  InventoryObjectOf,
  Machine,
  Network,
  ResourcePool,
  Template,
  TemplateDisk,
  TemplateProblem,
} from '@backlot/plugin-vm-inventory-common';
import { z } from 'zod';
import { freshness } from './freshnessSchemas';
import { schemaOf, ShapeOf } from './schemaOf';

const id = z.string();
const optionalId = z.string().optional();
const ids = z.array(z.string());
const mib = z.number().describe('MiB');
const bytes = z.number().describe('Bytes');

const base = {
  source: z.string().describe('Name of the source in configuration'),
  id: id.describe('Identifier within the source'),
  name: z.string().describe('As people see it; not unique'),
  datacenter: optionalId.describe('Id of the datacenter that it is in'),
};

const datacenter: ShapeOf<Datacenter> = {
  kind: z.literal('datacenter'),
  ...base,
  folder: optionalId,
};
const cluster: ShapeOf<Cluster> = {
  kind: z.literal('cluster'),
  ...base,
  standalone: z.boolean().describe('A standalone host'),
  cpuMhz: z.number(),
  memoryMib: mib,
  hosts: z.int(),
  usableHosts: z.int(),
  resourcePool: optionalId,
  folder: optionalId,
  datastores: ids,
  networks: ids,
};
const host: ShapeOf<Host> = {
  kind: z.literal('host'),
  ...base,
  cluster: optionalId,
  connection: z.enum(['connected', 'disconnected', 'not-responding']),
  maintenance: z.boolean(),
  cpuCores: z.int(),
  cpuMhz: z.number(),
  memoryMib: mib,
};
const datastore: ShapeOf<Datastore> = {
  kind: z.literal('datastore'),
  ...base,
  type: z.string().describe('E.g. VMFS; cluster for a cluster of datastores'),
  capacityBytes: bytes,
  freeBytes: bytes,
  accessible: z.boolean(),
  maintenance: z.boolean(),
  shared: z.boolean(),
  datastoreCluster: optionalId,
};
const network: ShapeOf<Network> = {
  kind: z.literal('network'),
  ...base,
  type: z.enum(['standard', 'distributed', 'opaque']),
};
const folder: ShapeOf<Folder> = {
  kind: z.literal('folder'),
  ...base,
  parent: optionalId,
  path: z.string(),
  holds: z.enum(['machines', 'hosts', 'datastores', 'networks', 'datacenters']),
};
const resourcePool: ShapeOf<ResourcePool> = {
  kind: z.literal('resource-pool'),
  ...base,
  cluster: optionalId,
  parent: optionalId,
  vapp: z.boolean(),
};

/** @internal */
export const templateDisk = schemaOf<TemplateDisk>('A disk of a template.', {
  label: z.string(),
  sizeBytes: bytes,
  thin: z.boolean(),
});

/** @internal */
export const templateProblem = schemaOf<TemplateProblem>(
  'What stands in the way of making machines from a template, or of managing a machine with Terraform.',
  {
    message: z.string(),
    providerVersions: z
      .string()
      .optional()
      .describe(
        "Versions of Terraform's provider that it holds for, as a range of semver; absent means all",
      ),
  },
);

const template: ShapeOf<Template> = {
  kind: z.literal('template'),
  ...base,
  uuid: z.string(),
  guestId: z.string().optional(),
  guestName: z.string().optional(),
  cpus: z.int(),
  memoryMib: mib,
  firmware: z.enum(['bios', 'efi']).optional(),
  disks: z.array(templateDisk),
  hardware: z
    .record(z.string(), z.any())
    .optional()
    .describe('What a machine takes over, in the words of its hypervisor'),
  problems: z.array(templateProblem).optional(),
  host: optionalId,
  folder: optionalId,
  datastores: ids,
  networks: ids,
};
const machine: ShapeOf<Machine> = {
  kind: z.literal('machine'),
  ...base,
  uuid: z.string().optional(),
  instanceUuid: z.string().optional(),
  power: z
    .enum(['on', 'off', 'suspended'])
    .describe('The last that is known, unless the machine is connected'),
  connection: z
    .enum(['connected', 'disconnected', 'inaccessible', 'orphaned', 'invalid'])
    .optional()
    .describe('How the source reaches the machine'),
  cpus: z.int().optional(),
  memoryMib: mib.optional(),
  guestId: z.string().optional(),
  ipAddress: z.string().optional(),
  host: optionalId,
  cluster: optionalId,
  resourcePool: optionalId,
  folder: optionalId,
  datastores: ids,
  networks: ids,
  provisionedBytes: bytes.optional(),
  annotation: z.string().optional(),
};

const shapes: { [K in InventoryKind]: ShapeOf<InventoryObjectOf<K>> } = {
  datacenter,
  cluster,
  host,
  datastore,
  network,
  folder,
  'resource-pool': resourcePool,
  template,
  machine,
};

/**
 * What a kind is called among the schemas, e.g. `ResourcePool`.
 *
 * @internal
 */
export function schemaName(kind: InventoryKind): string {
  return kind
    .split('-')
    .map(word => word[0].toUpperCase() + word.slice(1))
    .join('');
}

/** The schema of an object, of a page of its list, and of it by itself. */
function schemasOf<K extends InventoryKind>(kind: K) {
  const shape = shapes[kind];
  const object = schemaOf(`A ${kind}.`, shape);
  return {
    object,
    page: schemaOf(`A page of a list of ${kind}s.`, {
      items: z.array(object),
      total: z.int().describe('Of all pages'),
      nextCursor: z.string().optional().describe('Absent on the last page'),
      freshness,
    }),
    item: z
      .object({ ...shape, freshness })
      .describe(`A ${kind}, with how old it is.`),
  };
}

const ofKinds = inventoryKinds.map(kind => ({ kind, ...schemasOf(kind) }));

const changeItem: z.ZodType<InventoryChangeItem> = z.union([
  z.object({
    type: z.literal('set'),
    object: z.union(
      ofKinds.map(({ object }) => object as z.ZodType<InventoryObject>),
    ),
  }),
  z.object({
    type: z.literal('delete'),
    kind: z.enum(inventoryKinds),
    source: z.string(),
    id: z.string(),
  }),
]);

const changes = schemaOf<InventoryChanges>(
  'What has changed since the cursor.',
  {
    items: z.array(changeItem),
    cursor: z.string().describe('Where the next call continues'),
    reset: z
      .boolean()
      .describe('Earlier changes are no longer known: read the lists again'),
    more: z.boolean().describe('There is more: ask again at once'),
    freshness,
  },
);

/**
 * Schemas of objects and their changes, by their names in the document.
 *
 * @internal
 */
export const objectSchemas: Record<string, z.ZodType> = {
  TemplateDisk: templateDisk,
  ...Object.fromEntries(
    ofKinds.flatMap(({ kind, object, page, item }) => [
      [schemaName(kind), object],
      [`${schemaName(kind)}Page`, page],
      [`${schemaName(kind)}Item`, item],
    ]),
  ),
  InventoryChanges: changes,
};
