import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  formatTreeRef,
  InventoryKind,
  InventoryPage,
} from '@backlot/plugin-vm-inventory-common';
import {
  VmInventoryCallOptions,
  VmInventoryService,
} from '@backlot/plugin-vm-inventory-node';
import {
  UnrequestedMachine,
  UnrequestedMachinePage,
} from '@backlot/plugin-vm-requests-common';
import { RequestStore } from '../../database/RequestStore';

/** Which machines are looked for. */
export interface UnrequestedQuery {
  source?: string;
  /** Id within the source, which has to be given, too; of machines in it or below it. */
  folder?: string;
  /** Id within the source, which has to be given, too. */
  cluster?: string;
  guestId?: string;
  search?: string;
  limit: number;
  cursor?: string;
}

type InventoryMachine = InventoryPage<'machine'>['items'][number];

/** How many pages of the inventory are read for one, where the ledger has most machines of them. */
const mostPages = 20;

type Reader = Pick<VmInventoryService, 'list'>;

/** Names, or paths, of the objects that machines are in. */
async function namesOf<K extends InventoryKind>(
  inventory: Reader,
  kind: K,
  refs: { source: string; id?: string }[],
  {
    call,
    nameOf,
  }: {
    call: VmInventoryCallOptions;
    nameOf: (object: InventoryPage<K>['items'][number]) => string;
  },
): Promise<(ref: { source: string; id?: string }) => string | undefined> {
  const ids = [...new Set(refs.flatMap(({ id }) => id ?? []))];
  if (ids.length === 0) {
    return () => undefined;
  }
  const { items } = await inventory.list(
    kind,
    { filter: { id: ids }, limit: 1000 },
    call,
  );
  const names = new Map(
    items.map(item => [`${item.source} ${item.id}`, nameOf(item)]),
  );
  return ({ source, id }) => names.get(`${source} ${id}`);
}

async function withNames(
  inventory: Reader,
  machines: InventoryMachine[],
  call: VmInventoryCallOptions,
): Promise<UnrequestedMachine[]> {
  const clusterOf = ({ source, cluster }: InventoryMachine) => ({
    source,
    id: cluster,
  });
  const folderOf = ({ source, folder }: InventoryMachine) => ({
    source,
    id: folder,
  });
  const [clusterName, folderPath] = await Promise.all([
    namesOf(inventory, 'cluster', machines.map(clusterOf), {
      call,
      nameOf: ({ name }) => name,
    }),
    namesOf(inventory, 'folder', machines.map(folderOf), {
      call,
      nameOf: ({ path }) => path,
    }),
  ]);
  return machines.map(machine => ({
    source: machine.source,
    id: machine.id,
    instanceUuid: machine.instanceUuid,
    name: machine.name,
    power: machine.power,
    cpus: machine.cpus,
    memoryMib: machine.memoryMib,
    guestId: machine.guestId,
    ipAddress: machine.ipAddress,
    cluster: clusterName(clusterOf(machine)),
    folder: folderPath(folderOf(machine)),
  }));
}

/** A page of the inventory's machines that no request knows, as far as the caller may see them. */
export async function listUnrequested(
  {
    inventory,
    store,
  }: { inventory: Reader; store: Pick<RequestStore, 'listHeld'> },
  query: UnrequestedQuery,
  credentials: BackstageCredentials,
): Promise<UnrequestedMachinePage> {
  const { source, folder, cluster, guestId, search, limit } = query;
  const call = { credentials };
  const found: InventoryMachine[] = [];
  let stale: string[] = [];
  let { cursor } = query;
  for (let pages = 0; pages < mostPages; pages++) {
    const page = await inventory.list(
      'machine',
      {
        filter: {
          ...(source !== undefined && { source }),
          ...(cluster !== undefined && { cluster }),
          ...(guestId !== undefined && { guestId }),
        },
        ...(source !== undefined &&
          folder !== undefined && {
            below: formatTreeRef({ kind: 'folder', source, id: folder }),
          }),
        search,
        sort: 'name',
        limit,
        cursor,
      },
      call,
    );
    const held = await store.listHeld(page.items);
    found.push(...page.items.filter(machine => !held.has(machine)));
    stale = page.freshness.sources
      .filter(({ state }) => state !== 'live')
      .map(status => status.source);
    cursor = page.nextCursor;
    // A page of the inventory is taken whole, so that the cursor stands at its end.
    if (cursor === undefined || found.length >= limit) {
      break;
    }
  }
  return {
    items: await withNames(inventory, found, call),
    nextCursor: cursor,
    stale,
  };
}
