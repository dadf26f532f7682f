import { NotFoundError } from '@backstage/errors';
import {
  NetBoxAddress,
  NetBoxMacAddress,
  NetBoxService,
  NetBoxVirtualMachine,
  VirtualMachineInterfaceRequest,
} from '@backlot/netbox-client';
import { Addresses } from './RequestPeers';

/** How a machine's record says which request it was made for. */
function descriptionOf(request: string): string {
  return `Backlot request ${request}`;
}

type TakenMachine = Parameters<Addresses['findHindranceToTake']>[0];

/** What NetBox has of an address, and the network card that has it. */
interface RecordOfCard {
  record: NetBoxAddress;
  card: string;
}

/** That another address in use has the name of one that is to be taken, in words. */
function otherOfName(
  { addresses: [{ dnsName }] }: TakenMachine,
  records: readonly RecordOfCard[],
  named: readonly NetBoxAddress[],
): string | undefined {
  const other = named.find(
    ({ id, status }) =>
      records.every(({ record }) => record.id !== id) &&
      status !== 'deprecated',
  );
  return (
    other &&
    `The name ${dnsName} is taken in NetBox by address ${other.cidr} (${other.url}).`
  );
}

function severalMachines(
  name: string,
  machines: readonly NetBoxVirtualMachine[],
): string | undefined {
  return machines.length > 1
    ? `NetBox has ${machines.length} virtual machines named ${name}: ${machines
        .map(({ url }) => url)
        .join(', ')}. Delete or rename all but one.`
    : undefined;
}

/** That NetBox has what belongs to a machine on another interface than it will be, in words. */
function elsewhere(
  { interfaces }: TakenMachine,
  machine: string,
  records: readonly RecordOfCard[],
  recorded: readonly NetBoxMacAddress[],
): string | undefined {
  const wanted = new Map(
    interfaces.map(card => [card.macAddress, `${card.name} of ${machine}`]),
  );
  const found = [
    ...recorded.map(({ macAddress, assignedTo, url }) => ({
      what: macAddress,
      wants: wanted.get(macAddress),
      assignedTo,
      url,
    })),
    ...records.map(({ record: { cidr, assignedTo, url }, card }) => ({
      what: cidr,
      wants: `${card} of ${machine}`,
      assignedTo,
      url,
    })),
  ].filter(
    ({ wants, assignedTo }) => assignedTo !== undefined && assignedTo !== wants,
  );
  return found.length === 0
    ? undefined
    : `NetBox has ${found
        .map(
          ({ what, assignedTo, wants, url }) =>
            `${what} on ${assignedTo} (${url}), and not on ${wants}`,
        )
        .join(', ')}. Rename the interface there, or take it off.`;
}

/** NetBox behind the ledger's own words. Its calls end when the signal aborts. */
export function createAddressesPeer(options: {
  netBox: NetBoxService;
  signal: AbortSignal;
}): Addresses {
  const { netBox, signal } = options;

  /** Each network card of a machine, with the ids of its addresses. */
  async function interfacesOf({
    name: machine,
    key: firstKey,
    interfaces: cards,
    allocations,
  }: Parameters<Addresses['ensureMachineRecord']>[0]): Promise<
    VirtualMachineInterfaceRequest[]
  > {
    const interfaces: { name: string; macAddress?: string }[] = cards ?? [
      { name: 'eth0' },
    ];
    const wanted = allocations ?? [
      { key: firstKey, interface: interfaces[0].name },
    ];
    const found = await Promise.all(
      wanted.map(async ({ key, interface: card }) => {
        const address = await netBox.findByKey(key, { signal });
        if (!address) {
          throw new NotFoundError(
            `NetBox has no address with the key ${key} for virtual machine ${machine}, or the token may not see it. Nothing was recorded.`,
          );
        }
        return { card, id: address.id };
      }),
    );
    return interfaces.map(({ name, macAddress }) => ({
      name,
      macAddress,
      ipAddressIds: found
        .filter(({ card }) => card === name)
        .map(({ id }) => id),
    }));
  }

  return {
    async findName({ name, fqdn }) {
      const addresses = await netBox.findAddressesByDnsName(fqdn, { signal });
      const address = addresses.find(({ status }) => status !== 'deprecated');
      if (address) {
        return `address ${address.cidr} (${address.url})`;
      }
      const [machine] = await netBox.findVirtualMachinesByName(name, {
        signal,
      });
      return machine && `virtual machine ${machine.name} (${machine.url})`;
    },

    async findMacAddresses(macAddresses) {
      const records = await netBox.findMacAddresses(macAddresses, { signal });
      return records.map(({ macAddress }) => macAddress);
    },

    async candidate(network) {
      const [first] = await netBox.previewAddresses(network, 1, { signal });
      if (!first) {
        throw new NotFoundError(
          `The prefix ${network.prefix} has no free address.`,
        );
      }
      return { address: first.address, prefixLength: first.prefixLength };
    },

    async checkNetwork(network) {
      await netBox.checkPrefix(network, { signal });
    },

    async activate(key) {
      await netBox.setStatus({ key, status: 'active' }, { signal });
    },

    async findHindranceToTake(machine) {
      const { name, addresses, interfaces } = machine;
      const macAddresses = interfaces.map(({ macAddress }) => macAddress);
      const [takeable, named, recorded, machines] = await Promise.all([
        Promise.all(
          addresses.map(async address => ({
            ...(await netBox.findTakeable(address, { signal })),
            card: address.interface,
          })),
        ),
        netBox.findAddressesByDnsName(addresses[0].dnsName, { signal }),
        netBox.findMacAddresses(macAddresses, { signal }),
        netBox.findVirtualMachinesByName(name, { signal }),
      ]);
      const records = takeable.flatMap(({ record, card }) =>
        record ? [{ record, card }] : [],
      );
      return (
        takeable.find(({ hindrance }) => hindrance !== undefined)?.hindrance ??
        otherOfName(machine, records, named) ??
        severalMachines(name, machines) ??
        elsewhere(machine, machines[0]?.name ?? name, records, recorded)
      );
    },

    async take(address) {
      await netBox.takeAddress(address, { signal });
    },

    async deprecate(key) {
      await netBox.deprecate({ key }, { signal });
    },

    async remove(key) {
      const outcome = await netBox.release(
        { key, ifStatus: 'deprecated' },
        { signal },
      );
      return outcome === 'kept' ? 'kept' : 'removed';
    },

    async ensureMachineRecord(machine) {
      const interfaces = await interfacesOf(machine);
      await netBox.ensureVirtualMachine(
        {
          name: machine.name,
          cluster: machine.cluster,
          vcpus: machine.cpus,
          memoryMb: machine.memoryMib,
          diskMb: machine.diskGib > 0 ? machine.diskGib * 1024 : undefined,
          description: descriptionOf(machine.request),
          interfaces,
        },
        { signal },
      );
    },

    async removeMachineRecord({ name, request, cluster }) {
      const records = await netBox.findVirtualMachinesByName(name, { signal });
      for (const { id, description } of records) {
        if (description === descriptionOf(request)) {
          await netBox.removeVirtualMachine({ id, name, cluster }, { signal });
        }
      }
    },
  };
}
