import { InputError } from '@backstage/errors';
import {
  AddressFamily,
  OtherAddress,
  RequestAddress,
} from '@backlot/plugin-vm-requests-common';

/** What earlier steps said of a machine's network. The lists of addresses go along with `allocations`. */
export interface NetworkParts {
  network: { dnsServers: string[]; domain: string };
  interfaces: { name: string; macAddress: string }[];
  /** In the order of the interfaces. */
  networks: { id: string; name: string }[];
  allocations: {
    key: string;
    interface: string;
    family: AddressFamily;
    network: string;
    gateway: string;
  }[];
  addresses: string[];
  prefixLengths: number[];
  urls?: (string | null)[];
  adapterType?: string;
}

/** A family of a network card, as the Terraform variable `network` has it. */
interface FamilyVariable {
  address: string;
  prefix_length: number;
  gateway?: string;
}

/** The Terraform variable `network` of the starter's modules. */
export interface NetworkVariable {
  domain: string;
  dns_servers: string[];
  interfaces: ({
    name: string;
    network_id: string;
    network: string;
    adapter_type: string;
    mac_address: string;
  } & Partial<Record<AddressFamily, FamilyVariable>>)[];
}

function checkCounts(parts: NetworkParts): void {
  const { interfaces, networks, allocations, addresses, prefixLengths } = parts;
  if (networks.length !== interfaces.length) {
    throw new InputError(
      `The machine has ${interfaces.length} network cards, but ${networks.length} networks were found for them. Give vsphere:select the networks of all, as vm-request:open names them.`,
    );
  }
  if (
    addresses.length !== allocations.length ||
    prefixLengths.length !== allocations.length
  ) {
    throw new InputError(
      `The machine has ${allocations.length} addresses to allocate, but there are ${addresses.length} with ${prefixLengths.length} prefix lengths. Run netbox:allocate for each of the allocations.`,
    );
  }
}

/**
 * Puts together what Terraform and the ledger are told of a machine's network cards. Only the first
 * has gateways.
 *
 * @throws InputError when the parts are not of one machine
 */
export function joinNetwork(parts: NetworkParts): {
  variable: NetworkVariable;
  address: RequestAddress;
} {
  checkCounts(parts);
  const { network, interfaces, networks, adapterType = 'vmxnet3' } = parts;
  const [firstCard] = interfaces;
  const allocated = parts.allocations.map((allocation, index) => ({
    key: allocation.key,
    interface: allocation.interface,
    network: allocation.network,
    family: allocation.family,
    address: parts.addresses[index],
    prefixLength: parts.prefixLengths[index],
    url: parts.urls?.[index] ?? undefined,
    gateway:
      allocation.interface === firstCard?.name ? allocation.gateway : undefined,
  }));
  const [first, ...rest] = allocated;
  if (first?.gateway === undefined) {
    throw new InputError(
      'The first network card has no address: the allocations of vm-request:open begin with its.',
    );
  }
  const familiesOf = (card: string) =>
    Object.fromEntries(
      allocated
        .filter(each => each.interface === card)
        .map(({ family, address, prefixLength, gateway }) => [
          family,
          {
            address,
            prefix_length: prefixLength,
            ...(gateway !== undefined && { gateway }),
          },
        ]),
    );
  const others = rest.map(({ family: _, ...other }): OtherAddress => other);
  const { key, address, prefixLength, url, gateway } = first;
  return {
    variable: {
      domain: network.domain,
      dns_servers: network.dnsServers,
      interfaces: interfaces.map(({ name, macAddress }, index) => ({
        name,
        network_id: networks[index].id,
        network: networks[index].name,
        adapter_type: adapterType,
        mac_address: macAddress,
        ...familiesOf(name),
      })),
    },
    address: {
      address,
      prefixLength,
      gateway,
      dnsServers: network.dnsServers,
      domain: network.domain,
      key,
      url,
      ...(others.length > 0 && { others }),
    },
  };
}
