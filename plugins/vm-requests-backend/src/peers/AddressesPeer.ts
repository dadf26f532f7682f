import { NotFoundError } from '@backstage/errors';
import { NetBoxService } from '@backlot/netbox-client';
import { Addresses } from './RequestPeers';

/** How a machine's record says which request it was made for. */
function descriptionOf(request: string): string {
  return `Backlot request ${request}`;
}

/** NetBox behind the ledger's own words. Its calls end when the signal aborts. */
export function createAddressesPeer(options: {
  netBox: NetBoxService;
  signal: AbortSignal;
}): Addresses {
  const { netBox, signal } = options;
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
      const address = await netBox.findByKey(machine.key, { signal });
      if (!address) {
        throw new NotFoundError(
          `NetBox has no address with the key ${machine.key} for virtual machine ${machine.name}, or the token may not see it. Nothing was recorded.`,
        );
      }
      const [card] = machine.interfaces ?? [];
      await netBox.ensureVirtualMachine(
        {
          name: machine.name,
          cluster: machine.cluster,
          vcpus: machine.cpus,
          memoryMb: machine.memoryMib,
          diskMb: machine.diskGib > 0 ? machine.diskGib * 1024 : undefined,
          description: descriptionOf(machine.request),
          ipAddressId: address.id,
          interfaceName: card?.name,
          macAddress: card?.macAddress,
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
