import {
  Freshness,
  InventoryKind,
  InventoryObject,
  InventoryQuery,
  Room,
  SourceStatus,
} from '@backlot/plugin-vm-inventory-common';
import { VmInventoryApi } from '@backlot/plugin-vm-inventory-react';
import {
  OfferedBlueprint,
  OfferedPolicy,
  PolicyEnvironment,
  PolicySite,
} from '@backlot/plugin-vm-requests-common';

/** An Ed25519 public key that nobody has the private half of. */
export const publicKey =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBERERERERERERERERERERERERERERERERERERERERER anna@laptop';

export const liveSource: SourceStatus = {
  source: 'lab',
  title: 'Lab vCenter',
  type: 'vsphere',
  state: 'live',
  asOf: '2026-11-21T12:00:00.000Z',
  objects: {},
};

function site(change: Partial<PolicySite>): PolicySite {
  return {
    source: 'lab',
    datacenter: 'fra1',
    title: 'Frankfurt',
    clusters: ['fra1-dev-01'],
    networks: [network('fra1-dev-app')],
    templates: ['rhel9-*'],
    folder: '',
    ...change,
  };
}

function network(name: string) {
  return {
    name,
    prefix: '10.20.210.0/24',
    gateway: '10.20.210.1',
    dnsServers: [],
    domain: 'acme.example',
  };
}

const small = { title: 'Small', cpus: 2, memoryMib: 4096, diskGib: 0 };
const large = { title: 'Large', cpus: 8, memoryMib: 32768, diskGib: 160 };

export const development: PolicyEnvironment = {
  title: 'Development',
  approval: { required: false, approvers: [] },
  sites: [site({})],
  sizes: { small },
  limits: { cpus: 4, memoryMib: 8192, diskGib: 100 },
  access: { mechanism: 'cloud-init', user: 'acme' },
  guest: { reportWithin: { minutes: 15 } },
};

export const production: PolicyEnvironment = {
  ...development,
  title: 'Production',
  approval: { required: true, approvers: ['group:default/vm-approvers'] },
  sites: [
    site({
      clusters: ['fra1-prod-01', 'fra1-prod-02'],
      networks: [network('fra1-prod-app'), network('fra1-prod-db')],
    }),
    site({
      datacenter: 'ams1',
      title: 'Amsterdam',
      clusters: ['ams1-prod-01'],
      networks: [network('ams1-prod-app')],
    }),
  ],
  sizes: { small, large },
};

const rhel9: OfferedBlueprint = {
  title: 'RHEL 9',
  templates: {},
  name: { maxLength: 63 },
  disks: [],
  providerVersion: '1.26.0',
};

export const policy: OfferedPolicy = {
  blueprints: { 'rhel9-vm': rhel9 },
  stacks: { default: {} },
  platformTeam: ['group:default/platform-team'],
  nameScope: 'site',
  timeZone: 'UTC',
  start: { atMost: { days: 14 } },
  environments: { development, production },
};

const base = { source: 'lab', datastores: [], networks: [] };

function cluster(name: string, networks: string[]): InventoryObject {
  return {
    ...base,
    kind: 'cluster',
    id: `id-${name}`,
    name,
    datacenter: `id-${name.slice(0, 4)}`,
    standalone: false,
    cpuMhz: 1,
    memoryMib: 1,
    hosts: 1,
    usableHosts: 1,
    networks: networks.map(one => `id-${one}`),
  };
}

function inventoryNetwork(name: string): InventoryObject {
  return {
    kind: 'network',
    source: 'lab',
    id: `id-${name}`,
    name,
    datacenter: `id-${name.slice(0, 4)}`,
    type: 'distributed',
  };
}

function template(name: string, datacenter: string): InventoryObject {
  return {
    ...base,
    kind: 'template',
    id: `id-${name}-${datacenter}`,
    name,
    datacenter: `id-${datacenter}`,
    uuid: 'u',
    guestId: 'rhel9_64Guest',
    guestName: 'RHEL 9',
    cpus: 1,
    memoryMib: 1,
    disks: [{ label: 'Hard disk 1', sizeBytes: 40 * 1024 ** 3, thin: true }],
  };
}

/** What the lab's inventory has of what the policy allows. */
export const companyObjects: InventoryObject[] = [
  ...['fra1', 'ams1'].map(
    (name): InventoryObject => ({
      kind: 'datacenter',
      source: 'lab',
      id: `id-${name}`,
      name,
    }),
  ),
  cluster('fra1-dev-01', ['fra1-dev-app']),
  cluster('fra1-prod-01', ['fra1-prod-app']),
  cluster('fra1-prod-02', ['fra1-prod-app', 'fra1-prod-db']),
  cluster('ams1-prod-01', ['ams1-prod-app']),
  ...['fra1-dev-app', 'fra1-prod-app', 'fra1-prod-db', 'ams1-prod-app'].map(
    inventoryNetwork,
  ),
  template('rhel9-2026.10', 'fra1'),
  template('rhel9-2026.11', 'fra1'),
  template('rhel8-2026.11', 'fra1'),
  template('rhel9-2026.11', 'ams1'),
];

const room = (allowed: number, free: number): Room => ({
  total: allowed,
  allowed,
  used: allowed - free,
  reserved: 0,
  free,
});

/** Answers lists and capacity of the company's inventory, by the filters given. */
export function serveCompany(
  options: { objects?: InventoryObject[]; source?: SourceStatus } = {},
): Pick<VmInventoryApi, 'list' | 'getCapacity'> {
  const { objects = companyObjects, source = liveSource } = options;
  const freshness: Freshness = { version: 1, sources: [source] };
  const list = async (kind: InventoryKind, query: InventoryQuery = {}) => {
    const items = objects.filter(
      object =>
        object.kind === kind &&
        Object.entries(query.filter ?? {}).every(([field, value]) =>
          [value].flat().includes(String(Reflect.get(object, field))),
        ),
    );
    if (query.sort === '-name') {
      items.sort((a, b) => b.name.localeCompare(a.name));
    }
    return { items, total: items.length, freshness };
  };
  return {
    list: list as VmInventoryApi['list'],
    getCapacity: async () => ({
      freshness,
      sources: [],
      datacenters: [],
      datastores: [],
      clusters: objects
        .filter(({ kind }) => kind === 'cluster')
        .map(({ source: of, id, name, datacenter }) => ({
          source: of,
          id,
          name,
          datacenter,
          cpu: room(128, 96.5),
          memory: room(512 * 1024, 100 * 1024),
        })),
    }),
  };
}
