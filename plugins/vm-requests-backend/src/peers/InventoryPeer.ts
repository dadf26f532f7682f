import { AuthService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { templateProblemsFor } from '@backlot/plugin-vm-inventory-common';
import {
  InventoryPage,
  VmInventoryCallOptions,
  VmInventoryService,
  waitForMachineOperation,
} from '@backlot/plugin-vm-inventory-node';
import { SeenMachine } from '@backlot/plugin-vm-requests-node';
import { isSameMachine } from '../operations/isSameMachine';
import { Inventory } from './RequestPeers';
import { surveyMachine } from './surveyMachine';
import { unlessNotImplemented } from './unlessNotImplemented';

/** Errors that another try would end in, too. */
const refusals = ['NotImplementedError', 'NotAllowedError', 'ConflictError'];

/** They are in the address of the call. */
const idsPerCall = 100;

type MachinePage = InventoryPage<'machine'>;

function isLive(freshness: MachinePage['freshness'], source: string): boolean {
  return freshness.sources.some(
    status => status.source === source && status.state === 'live',
  );
}

/** As placement rounds them. */
function disksGibOf(disks: readonly { sizeBytes: number }[]): number[] {
  return disks.map(({ sizeBytes }) => Math.ceil(sizeBytes / 1024 ** 3));
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

  /** Path of a folder, below the datacenter's machines. */
  async function folderPath(
    source: string,
    id: string,
    call: VmInventoryCallOptions,
  ): Promise<string> {
    const { path } = await inventory.get('folder', { source, id }, call);
    return path;
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

  /** By what is kept when somebody renames or moves it; a machine that was registered anew has another id. */
  async function lookByName(
    { source, name, id, instanceUuid }: Parameters<Inventory['look']>[0],
    call: VmInventoryCallOptions,
  ) {
    const { items } = await inventory.list(
      'machine',
      { filter: { source }, search: name, limit: 1000 },
      call,
    );
    return items.find(item => isSameMachine(item, { id, instanceUuid }));
  }

  return {
    async look(known) {
      const credentials = await auth.getOwnServiceCredentials();
      const call = { credentials, signal };
      const { machine, freshness } = await lookAt(known, call);
      return {
        machine: machine ?? (await lookByName(known, call)),
        live: isLive(freshness, known.source),
      };
    },

    async lookAtAll({ source, ids }) {
      const credentials = await auth.getOwnServiceCredentials();
      const machines: SeenMachine[] = [];
      for (let from = 0; from < ids.length; from += idsPerCall) {
        const { items } = await inventory.list(
          'machine',
          {
            filter: { source, id: ids.slice(from, from + idsPerCall) },
            limit: idsPerCall,
          },
          { credentials, signal },
        );
        machines.push(...items);
      }
      return machines;
    },

    async survey({ source, id, providerVersion }) {
      const credentials = await auth.getOwnServiceCredentials();
      return surveyMachine(
        inventory,
        { source, id },
        { providerVersion, isLive, call: { credentials, signal } },
      );
    },

    async details({ source, id }) {
      const credentials = await auth.getOwnServiceCredentials();
      const details = await unlessNotImplemented(
        inventory.machineDetails({ source, id }, { credentials, signal }),
      );
      return (
        details && {
          disks: details.disks.map(({ label, capacityBytes }) => ({
            label,
            sizeGib: capacityBytes / 1024 ** 3,
          })),
          snapshots: details.snapshots.map(({ name }) => name),
        }
      );
    },

    async placeOf(ref) {
      const credentials = await auth.getOwnServiceCredentials();
      const call = { credentials, signal };
      const named = async (
        kind: 'cluster' | 'resource-pool' | 'datastore',
        id: string,
      ) => {
        const { name } = await inventory.get(
          kind,
          { source: ref.source, id },
          call,
        );
        return { id, name };
      };
      const { cluster, resourcePool, datastores, folder } = await inventory.get(
        'machine',
        ref,
        call,
      );
      return {
        cluster: cluster ? await named('cluster', cluster) : undefined,
        resourcePool: resourcePool
          ? await named('resource-pool', resourcePool)
          : undefined,
        datastores: await Promise.all(
          datastores.map(id => named('datastore', id)),
        ),
        folder: folder
          ? { id: folder, path: await folderPath(ref.source, folder, call) }
          : undefined,
      };
    },

    async listTemplates({ source, datacenter, providerVersion }) {
      const credentials = await auth.getOwnServiceCredentials();
      const call = { credentials, signal };
      const ids = await datacentersOf({ source, datacenter }, call);
      if (ids.length === 0) {
        return [];
      }
      const { items } = await inventory.list(
        'template',
        {
          filter: { source, datacenter: ids },
          limit: 1000,
        },
        call,
      );
      const folders = new Set(items.flatMap(({ folder }) => folder ?? []));
      const paths = new Map(
        await Promise.all(
          [...folders].map(
            async id => [id, await folderPath(source, id, call)] as const,
          ),
        ),
      );
      return items.map(({ id, name, uuid, guestId, firmware, ...template }) => {
        const twin = items.find(
          other => other.id !== id && other.uuid === uuid,
        );
        return {
          id,
          name,
          uuid,
          guestId,
          firmware,
          folder: template.folder && paths.get(template.folder),
          disksGib: disksGibOf(template.disks),
          problems: [
            ...templateProblemsFor(template, providerVersion),
            ...(twin
              ? [
                  `${twin.name} has its UUID, too, by which Terraform finds it: give one of them another.`,
                ]
              : []),
          ],
        };
      });
    },

    async reserveGrowth({ reservation, diskGib, source, machine, ...growth }) {
      const credentials = await auth.getOwnServiceCredentials();
      await inventory.reserveGrowth(
        { source, id: machine },
        {
          ...growth,
          diskBytes: diskGib * 1024 ** 3,
          reservation:
            reservation === undefined
              ? undefined
              : {
                  id: reservation.id,
                  ttlSeconds: Math.ceil(reservation.milliseconds / 1000),
                },
        },
        { credentials, signal },
      );
    },

    async switchOff({ source, id, operation }) {
      const credentials = await auth.getOwnServiceCredentials();
      const call = { credentials, signal };
      try {
        const begun = await inventory.changePower(
          { source, id },
          // Nothing has run in it but what its start began.
          { operation: 'shut-down', force: true, id: operation },
          call,
        );
        const { outcome, error } = await waitForMachineOperation(
          inventory,
          begun,
          call,
        );
        return outcome === 'done'
          ? undefined
          : error ?? 'Its source does not say whether it is off.';
      } catch (error) {
        if (isError(error) && refusals.includes(error.name)) {
          return error.message;
        }
        throw error;
      }
    },

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

    async findTemplate({ source, datacenter, template }) {
      const credentials = await auth.getOwnServiceCredentials();
      const call = { credentials, signal };
      const ids = await datacentersOf({ source, datacenter }, call);
      if (ids.length === 0) {
        return { disksGib: [] };
      }
      const { items } = await inventory.list(
        'template',
        { filter: { source, datacenter: ids, name: template }, limit: 1 },
        call,
      );
      if (items.length === 0) {
        return { disksGib: [] };
      }
      const [{ disks, guestId, folder }] = items;
      return {
        disksGib: disksGibOf(disks),
        guestId,
        folder: folder && (await folderPath(source, folder, call)),
      };
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
        machine.ipAddress === undefined ||
        (expected.length === 1 && expected[0] === machine.ipAddress)
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
