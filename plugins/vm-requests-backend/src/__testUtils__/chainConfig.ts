import { Lab } from '@backlot/lab';
import { JsonObject } from '@backstage/types';
import { approvers } from './company';
import { OtherStack, otherSubject } from './startOtherStack';

const repository = 'platform/infrastructure';

function networkOf(lab: Lab, wanted: string) {
  const network = lab.company.networks.find(({ name }) => name === wanted)!;
  const { name, prefix, gateway, dnsServers, domain } = network;
  return { name, prefix, gateway, dnsServers, domain };
}

/** The one environment of the chain, by the names of the lab. */
export function environment(lab: Lab) {
  return {
    title: 'Development',
    approval: { required: true, approvers: [approvers] },
    sites: [
      {
        source: 'lab',
        datacenter: 'fra1',
        clusters: ['fra1-dev-01'],
        networks: [networkOf(lab, 'fra1-dev-app')],
      },
    ],
    sizes: { small: { title: 'Small', cpus: 2, memoryMib: 4096 } },
    limits: { cpus: 8, memoryMib: 16384, diskGib: 200 },
    access: { mechanism: 'cloud-init', user: 'acme' },
  };
}

/** Networks of both families, of IPv4 and of IPv6 alone, and machines in two of them. */
function severalNetworks(lab: Lab) {
  const [app, db, old] = ['fra1-prod-app', 'fra1-prod-db', 'fra1-dev-app'].map(
    name => ({
      ...networkOf(lab, name),
      ipv6: lab.company.networks.find(each => each.name === name)!.ipv6!,
    }),
  );
  const { prefix: _prefix, gateway: _gateway, ...onlyIpv6 } = db;
  const { ipv6: _ipv6, ...onlyIpv4 } = old;
  const { sites, limits, ...same } = environment(lab);
  return {
    ...same,
    title: 'Several networks',
    sites: [{ ...sites[0], networks: [app, onlyIpv6, onlyIpv4] }],
    limits: { ...limits, networkCards: 3 },
  };
}

/** What is besides where there are two stacks, whose repositories have the same name. */
function otherConfig({ labForge, atlantis, token }: OtherStack) {
  return {
    gitForges: {
      payments: {
        type: 'gitea',
        url: labForge.url,
        token,
        repositories: [repository],
      },
    },
    atlantisServers: {
      payments: {
        url: atlantis.url,
        apiSecret: atlantis.apiSecret,
        allow: [{ repository, directories: ['vms/*/*'] }],
        timeouts: { settle: '1s' },
      },
    },
  };
}

/** The two stacks, the other one in a workspace of its own. */
export const bothStacks = {
  // The mocked token of a service.
  default: { repository, gateSubject: 'external:test-service' },
  payments: {
    title: 'Payments',
    forge: 'payments',
    repository,
    atlantis: 'payments',
    workspace: 'payments',
    backend: 'payments',
    gateSubject: otherSubject,
  },
};

/** Configuration of a backend that works with a lab. */
export function chainConfig(
  lab: Lab,
  database: string,
  other?: OtherStack,
): JsonObject {
  const development = environment(lab);
  return {
    ...(other && otherConfig(other)),
    backend: {
      database: {
        client: 'better-sqlite3',
        connection: { directory: database },
      },
    },
    netbox: { url: lab.netbox.url, token: lab.credentials.netbox.token },
    gitForge: {
      type: 'gitea',
      url: lab.forge.url,
      token: lab.credentials.forge.token,
      repositories: [repository],
    },
    atlantis: {
      url: lab.atlantis.url,
      apiSecret: lab.credentials.atlantis.apiSecret,
      allow: [{ repository, directories: ['vms/*/*'] }],
      timeouts: { settle: '3s' },
    },
    terraformRender: {
      backend: { type: 'pg' },
      backends: { payments: { type: 's3', config: { bucket: 'payments' } } },
    },
    vmInventory: {
      vsphere: {
        sources: [
          {
            name: 'lab',
            url: lab.vcenter.url,
            username: lab.credentials.vcenter.username,
            password: lab.credentials.vcenter.password,
            tls: { ca: lab.vcenter.ca },
          },
        ],
      },
    },
    vmRequests: {
      ...(other ? { stacks: bothStacks } : { repository }),
      moduleSource: 'git::https://forge.example/i.git//modules/rhel9-vm?ref=v1',
      provider: { source: 'vmware/vsphere', version: '1.26.0' },
      attempts: { lease: { seconds: 4 } },
      machineWait: { seconds: 5 },
      policy: {
        environments: {
          development: other
            ? { ...development, stacks: Object.keys(bothStacks) }
            : development,
          several: severalNetworks(lab),
        },
      },
    },
  };
}
