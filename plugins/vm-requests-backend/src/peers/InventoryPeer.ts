import { AuthService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import {
  VmInventoryCallOptions,
  VmInventoryService,
} from '@backlot/plugin-vm-inventory-node';
import { Inventory, SeenMachine } from './RequestPeers';

/** The inventory behind the ledger's own words, read with the ledger's own credentials. */
export function createInventoryPeer(options: {
  inventory: VmInventoryService;
  auth: AuthService;
}): Inventory {
  const { inventory, auth } = options;

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
          { credentials },
        );
        machines.push(
          ...page.items.filter(
            machine => machine.name.toLowerCase() === name.toLowerCase(),
          ),
        );
        live = page.freshness.sources.some(
          status => status.source === source && status.state === 'live',
        );
        cursor = page.nextCursor;
      } while (cursor);
      return { machines, live };
    },

    async templateDisksGib({ source, datacenter, template }) {
      const credentials = await auth.getOwnServiceCredentials();
      const ids = await datacentersOf({ source, datacenter }, { credentials });
      if (ids.length === 0) {
        return [];
      }
      const { items } = await inventory.list(
        'template',
        { filter: { source, datacenter: ids, name: template }, limit: 1 },
        { credentials },
      );
      return items.flatMap(({ disks }) =>
        disks.map(({ sizeBytes }) => Math.ceil(sizeBytes / 1024 ** 3)),
      );
    },

    async listMacAddresses({ source, datacenter, network }) {
      const credentials = await auth.getOwnServiceCredentials();
      const ids = await datacentersOf({ source, datacenter }, { credentials });
      if (ids.length === 0) {
        return [];
      }
      const { items } = await inventory.list(
        'network',
        { filter: { source, datacenter: ids, name: network } },
        { credentials },
      );
      const lists = await Promise.all(
        items.map(async ({ id }) => {
          try {
            return await inventory.listMacAddresses(
              { source, id },
              { credentials },
            );
          } catch (error) {
            if (isError(error) && error.name === 'NotImplementedError') {
              return { macAddresses: [] };
            }
            throw error;
          }
        }),
      );
      return lists.flatMap(({ macAddresses }) => macAddresses);
    },

    async endReservation(id) {
      const credentials = await auth.getOwnServiceCredentials();
      await inventory.endReservation(id, { credentials });
    },
  };
}
