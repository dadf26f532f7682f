import { NotFoundError } from '@backstage/errors';
import {
  InventoryKind,
  InventoryObjectOf,
  templateProblemsFor,
} from '@backlot/plugin-vm-inventory-common';
import {
  InventoryPage,
  VmInventoryCallOptions,
  VmInventoryService,
} from '@backlot/plugin-vm-inventory-node';
import { jsonRecordSchema } from '@backlot/plugin-vm-requests-common';
import { StandingMachine } from '../operations/adopt/StandingMachine';
import { unlessNotImplemented } from './unlessNotImplemented';

interface Ref {
  source: string;
  id: string;
}

/** A folder that is read while it is moved may lead in a circle. */
const deepest = 100;

/** What there is of an object, by its id in the source. */
type Find = <K extends InventoryKind>(
  kind: K,
  id: string,
) => Promise<InventoryObjectOf<K>>;

/**
 * A folder, and its name with those above it, from the top; the datacenter's own of a kind has none.
 */
async function folderOf(
  find: Find,
  id: string,
): Promise<NonNullable<StandingMachine['folder']>> {
  const folder = await find('folder', id);
  const names: string[] = [];
  let next: InventoryObjectOf<'folder'> | undefined = folder;
  while (next && next.path !== '' && names.length < deepest) {
    names.unshift(next.name);
    next =
      next.parent === undefined ? undefined : await find('folder', next.parent);
  }
  return { id, path: folder.path, names };
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A machine by its id in its source, or by its instance UUID, by which the catalog knows it. */
async function findMachine(
  inventory: VmInventoryService,
  { source, id }: Ref,
  call: VmInventoryCallOptions,
) {
  if (!uuid.test(id)) {
    return inventory.get('machine', { source, id }, call);
  }
  const { items, freshness } = await inventory.list(
    'machine',
    { filter: { source, instanceUuid: id }, limit: 2 },
    call,
  );
  if (items.length !== 1) {
    throw new NotFoundError(
      `${source} shows ${
        items.length === 0 ? 'no machine' : 'several machines'
      } with the instance UUID ${id}.`,
    );
  }
  return { ...items[0], freshness };
}

/** All that Terraform has to be told of a machine, as the inventory and its source have it now. */
export async function surveyMachine(
  inventory: VmInventoryService,
  ref: Ref,
  options: {
    /** Exact, e.g. `1.26.0`. */
    providerVersion: string;
    isLive: (
      freshness: InventoryPage<'machine'>['freshness'],
      source: string,
    ) => boolean;
    call: VmInventoryCallOptions;
  },
): Promise<StandingMachine> {
  const { source } = ref;
  const { providerVersion, isLive, call } = options;
  const find: Find = (kind, id) => inventory.get(kind, { source, id }, call);
  const named = async (kind: InventoryKind, id: string) => {
    const { name } = await find(kind, id);
    return { id, name };
  };
  const { freshness, ...machine } = await findMachine(inventory, ref, call);
  const details = await unlessNotImplemented(
    inventory.machineDetails({ source, id: machine.id }, call),
  );
  const { datacenter, cluster, resourcePool, folder } = machine;
  const [center, pool, place] = await Promise.all([
    datacenter === undefined ? undefined : find('datacenter', datacenter),
    resourcePool === undefined
      ? undefined
      : find('resource-pool', resourcePool),
    folder === undefined ? undefined : folderOf(find, folder),
  ]);
  return {
    machine: {
      ...machine,
      connected: (machine.connection ?? 'connected') === 'connected',
    },
    live: isLive(freshness, source),
    datacenter: center && {
      id: center.id,
      name: center.name,
      folders: center.folder ? (await folderOf(find, center.folder)).names : [],
    },
    cluster:
      cluster === undefined ? undefined : await named('cluster', cluster),
    resourcePool: pool && { id: pool.id, name: pool.name, vApp: pool.vapp },
    datastores: await Promise.all(
      machine.datastores.map(id => named('datastore', id)),
    ),
    folder: place,
    cards: await Promise.all(
      (details?.networkCards ?? []).map(async ({ network, ...card }) => ({
        label: card.label,
        adapterType: card.adapterType,
        macAddress: card.macAddress,
        addresses: card.addresses,
        network:
          network === undefined ? undefined : await named('network', network),
      })),
    ),
    snapshots: (details?.snapshots ?? []).map(({ name }) => name),
    note: details?.note ?? machine.annotation,
    hardware: details?.hardware && jsonRecordSchema.parse(details.hardware),
    problems: templateProblemsFor(details ?? {}, providerVersion),
  };
}
