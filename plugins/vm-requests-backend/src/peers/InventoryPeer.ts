import { AuthService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import {
  InventoryPage,
  VmInventoryCallOptions,
  VmInventoryService,
} from '@backlot/plugin-vm-inventory-node';
import { Inventory, SeenMachine } from './RequestPeers';

type MachinePage = InventoryPage<'machine'>;

function isLive(freshness: MachinePage['freshness'], source: string): boolean {
  return freshness.sources.some(
    status => status.source === source && status.state === 'live',
  );
}

/** Undefined where the source cannot be asked so. */
async function unlessNotImplemented<T>(
  answer: Promise<T>,
): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isError(error) && error.name === 'NotImplementedError') {
      return undefined;
    }
    throw error;
  }
}

/** The inventory behind the ledger's own words, read with the ledger's own credentials. Its
 * calls end when the signal aborts. */
export function createInventoryPeer(options: {
  inventory: VmInventoryService;
  auth: AuthService;
  signal: AbortSignal;
}): Inventory {
  const { inventory, auth, signal } = options;

  async function datacentersOf(
    { source, datacenter }: { source: string; datacenter: string },
    call: VmInventoryCallOptions,
  ): Promise<string[]> {
    const { items } = await inventory.list(
      'datacenter',
      { filter: { source, name: datacenter } },
      call,
    );
    return items.map(({ id }) => id);
  }

  /** The machine, if there is one, and how far the inventory can be trusted. */
  async function lookAt(
    ref: { source: string; id: string },
    call: VmInventoryCallOptions,
  ): Promise<{
    machine?: MachinePage['items'][number];
    freshness: MachinePage['freshness'];
  }> {
    try {
      const { freshness, ...machine } = await inventory.get(
        'machine',
        ref,
        call,
      );
      return { machine, freshness };
    } catch (error) {
      if (!isError(error) || error.name !== 'NotFoundError') {
        throw error;
      }
      return inventory.list(
        'machine',
        { filter: { source: ref.source }, limit: 1 },
        call,
      );
    }
  }

  /** All that the guest reports of its network cards; none where the source cannot be asked. */
  async function addressesOf(
    ref: { source: string; id: string },
    call: VmInventoryCallOptions,
  ): Promise<string[]> {
    const details = await unlessNotImplemented(
      inventory.machineDetails(ref, call),
    );
    return details?.networkCards.flatMap(({ addresses }) => addresses) ?? [];
  }

  return {
    async findMachines({ source, name }) {
      const credentials = await auth.getOwnServiceCredentials();
      const machines: SeenMachine[] = [];
      let cursor: string | undefined;
      let live = false;
      do {
        const page = await inventory.list(
          'machine',
          { filter: { source }, search: name, limit: 1000, cursor },
          { credentials, signal },
        );
        machines.push(
          ...page.items.filter(
            machine => machine.name.toLowerCase() === name.toLowerCase(),
          ),
        );
        live = isLive(page.freshness, source);
        cursor = page.nextCursor;
      } while (cursor);
      return { machines, live };
    },

    async templateDisksGib({ source, datacenter, template }) {
      const credentials = await auth.getOwnServiceCredentials();
      const ids = await datacentersOf(
        { source, datacenter },
        { credentials, signal },
      );
      if (ids.length === 0) {
        return [];
      }
      const { items } = await inventory.list(
        'template',
        { filter: { source, datacenter: ids, name: template }, limit: 1 },
        { credentials, signal },
      );
      return items.flatMap(({ disks }) =>
        disks.map(({ sizeBytes }) => Math.ceil(sizeBytes / 1024 ** 3)),
      );
    },

    async listMacAddresses({ source, datacenter, network }) {
      const credentials = await auth.getOwnServiceCredentials();
      const ids = await datacentersOf(
        { source, datacenter },
        { credentials, signal },
      );
      if (ids.length === 0) {
        return [];
      }
      const { items } = await inventory.list(
        'network',
        { filter: { source, datacenter: ids, name: network } },
        { credentials, signal },
      );
      const lists = await Promise.all(
        items.map(({ id }) =>
          unlessNotImplemented(
            inventory.listMacAddresses({ source, id }, { credentials, signal }),
          ),
        ),
      );
      return lists.flatMap(list => list?.macAddresses ?? []);
    },

    async lookAtGuest(ref, expected) {
      const credentials = await auth.getOwnServiceCredentials();
      const { machine, freshness } = await lookAt(ref, { credentials, signal });
      const live = isLive(freshness, ref.source);
      if (!machine) {
        return { machine: live ? 'absent' : 'unknown', addresses: [] };
      }
      // Of a machine that its source does not reach, power is the last that was known.
      const { connection = 'connected' } = machine;
      const known = live && connection === 'connected';
      if (machine.power !== 'on') {
        return { machine: known ? 'off' : 'unknown', addresses: [] };
      }
      const first = machine.ipAddress ? [machine.ipAddress] : [];
      const addresses =
        machine.ipAddress === undefined || machine.ipAddress === expected
          ? first
          : [
              ...new Set([
                ...first,
                ...(await addressesOf(ref, { credentials, signal })),
              ]),
            ];
      return { machine: known ? 'on' : 'unknown', addresses };
    },

    async endReservation(id) {
      const credentials = await auth.getOwnServiceCredentials();
      await inventory.endReservation(id, { credentials, signal });
    },
  };
}
