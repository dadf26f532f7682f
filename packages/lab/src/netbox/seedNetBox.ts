import { Company, CompanyNetwork } from '../company/Company';
import {
  contains,
  formatIp,
  IpValue,
  networkRange,
  storedIp,
} from './ipAddress';
import { addressModel } from './models/addresses';
import { customFieldModel } from './models/customFields';
import { prefixModel } from './models/prefixes';
import { NetBoxStore } from './NetBoxStore';

/**
 * An address that a machine of the company has already.
 *
 * @public
 */
export interface SeedAddress {
  /** Without a mask. */
  address: string;
  dnsName: string;
}

/** @internal */
export interface SeedOptions {
  /** Name of the custom field that holds the allocation's key; false leaves it out. */
  allocationField?: string | false;
}

/** Which /16 a datacenter's networks come from. */
const CONTAINER_LENGTH = 16;

function networkOf(text: string, length: number): string {
  const value: IpValue = { ...storedIp(text), length };
  return formatIp({ ...value, host: networkRange(value).first });
}

function addPrefix(
  store: NetBoxStore,
  prefix: string,
  site: number | null,
  status: string,
  description: string,
): void {
  const prefixes = store.table('prefixes');
  if (!prefixes.all().some(row => row.prefix === prefix)) {
    prefixes.insert({
      ...prefixModel.defaults(),
      prefix,
      site,
      status,
      description,
    });
  }
}

/** With the mask of the smallest prefix that it lies in; one that is there already is left alone. */
function addAddress(
  store: NetBoxStore,
  address: string,
  values: { status: string; dns_name?: string; description?: string },
): void {
  const host = storedIp(address);
  const addresses = store.table('addresses');
  if (addresses.all().some(row => storedIp(row.address).host === host.host)) {
    return;
  }
  const length = store
    .table('prefixes')
    .all()
    .map(row => storedIp(row.prefix))
    .filter(prefix => contains(prefix, host))
    .reduce((longest, prefix) => Math.max(longest, prefix.length), 0);
  addresses.insert({
    ...addressModel.defaults(),
    ...values,
    address: formatIp({ ...host, length: length || host.length }),
  });
}

function addNetwork(
  store: NetBoxStore,
  network: CompanyNetwork,
  site: number | null,
): void {
  for (const { prefix, gateway } of [network, network.ipv6 ?? []].flat()) {
    addPrefix(store, prefix, site, 'active', network.name);
    addAddress(store, gateway, { status: 'reserved', description: 'gateway' });
  }
  network.dnsServers.forEach((server, index) => {
    addPrefix(
      store,
      networkOf(server, 24),
      site,
      'active',
      `${network.datacenter}-services`,
    );
    addAddress(store, server, {
      status: 'active',
      dns_name: `dns${index + 1}.${network.datacenter}.acme.example`,
      description: 'DNS server',
    });
  });
}

/**
 * A NetBox that knows the company: a site for each datacenter, virtualization clusters named as in
 * vCenter, a container and a prefix for each network with its gateway recorded, the DNS servers, and
 * the addresses of the machines that run already.
 *
 * @internal
 */
export function seedNetBox(
  company: Company,
  addresses: SeedAddress[] = [],
  options: SeedOptions = {},
): NetBoxStore {
  const store = new NetBoxStore();
  const { allocationField = 'backlot_allocation' } = options;
  if (allocationField) {
    store.table('customFields').insert({
      ...customFieldModel.defaults(),
      name: allocationField,
      label: 'Backlot allocation',
      object_types: ['ipam.ipaddress'],
      unique: true,
      filter_logic: 'exact',
    });
  }
  store.table('tags').insert({
    name: 'backlot',
    slug: 'backlot',
    color: '2196f3',
    description: 'Made by Backlot',
  });
  const sites = new Map<string, number>();
  for (const datacenter of company.datacenters) {
    const site = store.table('sites').insert({
      name: datacenter.title,
      slug: datacenter.name,
      description: '',
    });
    sites.set(datacenter.name, site.id);
    store.table('deviceInterfaces').insert({
      device: `${datacenter.name}-router`,
      name: 'irb0',
      description: '',
    });
    for (const cluster of datacenter.clusters) {
      store
        .table('clusters')
        .insert({ name: cluster.name, site: site.id, description: '' });
    }
  }
  for (const network of company.networks) {
    const site = sites.get(network.datacenter) ?? null;
    const container = networkOf(network.prefix, CONTAINER_LENGTH);
    addPrefix(store, container, site, 'container', network.datacenter);
    addNetwork(store, network, site);
  }
  for (const { address, dnsName } of addresses) {
    addAddress(store, address, {
      status: 'active',
      dns_name: dnsName.toLowerCase(),
    });
  }
  return store;
}
