import {
  blueprintSchema,
  DEFAULT_BLUEPRINT,
  DEFAULT_STACK,
  MachineSpec,
  machineSpecSchema,
  policySchema,
  stackSchema,
} from '@backlot/plugin-vm-requests-common';
import { OperationBlueprint } from '@backlot/plugin-vm-requests-node';
import { LedgerSettings } from '../ledger/LedgerSettings';
import {
  macAddressRange,
  staticMacAddresses,
} from '../macAddresses/MacAddressRange';

/** A public key of nobody. */
export const publicKey =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f anna@laptop';

/** People of the tests' company. */
export const anna = 'user:default/anna.weber';
export const priya = 'user:default/priya.nair';
export const payments = 'group:default/team-payments';
export const platformTeam = 'group:default/platform-team';
export const approvers = 'group:default/vm-approvers';

const site = {
  source: 'lab',
  datacenter: 'fra1',
  clusters: ['fra1-dev-01'],
  networks: [
    {
      name: 'fra1-dev-app',
      prefix: '10.20.210.0/24',
      gateway: '10.20.210.1',
      dnsServers: ['10.20.0.53'],
      domain: 'dev.acme.example',
    },
  ],
  templates: ['rhel9-*'],
  folder: 'backlot/development',
};

const environment = {
  sites: [site],
  sizes: { small: { title: 'Small', cpus: 2, memoryMib: 4096, diskGib: 40 } },
  limits: { cpus: 8, memoryMib: 16384, diskGib: 200 },
  access: { mechanism: 'cloud-init', user: 'acme' },
};

/** What the tests' company makes its machines of. */
export const blueprint: OperationBlueprint = {
  ...blueprintSchema.parse({ title: 'RHEL 9', family: 'linux' }),
  terraform: {
    moduleSource: 'git::https://forge.example/modules.git//rhel9-vm?ref=v1.0.0',
    provider: { source: 'vmware/vsphere', version: '1.26.0' },
  },
};

/** Settings of the tests' company: people decide in development, policy does in the sandbox. */
export const settings: LedgerSettings = {
  policy: policySchema.parse({
    environments: {
      development: {
        ...environment,
        title: 'Development',
        approval: { required: true, approvers: [approvers] },
        limits: { ...environment.limits, machinesPerOwner: 3 },
      },
      networks: {
        ...environment,
        title: 'Several networks',
        approval: { required: true, approvers: [approvers] },
        limits: { ...environment.limits, networkCards: 2 },
        sites: [
          {
            ...site,
            networks: [
              {
                ...site.networks[0],
                ipv6: { prefix: '2001:db8::/64', gateway: '2001:db8::1' },
              },
              {
                ...site.networks[0],
                name: 'fra1-dev-db',
                prefix: '10.20.220.0/24',
                gateway: '10.20.220.1',
              },
            ],
          },
        ],
      },
      sandbox: {
        ...environment,
        title: 'Sandbox',
        approval: { required: false },
      },
    },
  }),
  blueprints: { [DEFAULT_BLUEPRINT]: blueprint },
  stacks: {
    [DEFAULT_STACK]: stackSchema.parse({
      repository: 'platform/infrastructure',
    }),
  },
  applyTemplate: 'template:default/rhel9-vm-apply',
  quarantine: 24 * 3600_000,
  macAddresses: macAddressRange(staticMacAddresses),
  platformTeam: [platformTeam],
  attempts: { lease: 60_000, limit: 3 },
  batches: { atOnce: 4 },
  expiry: 7 * 24 * 3600_000,
  planAge: 24 * 3600_000,
  reservation: 3600_000,
  machineWait: 0,
  retention: { logs: 90 * 24 * 3600_000, effects: 30 * 24 * 3600_000 },
  streams: { maxPerPerson: 20 },
};

/** What Anna asks for. */
export function machineSpec(overrides: Partial<MachineSpec> = {}): MachineSpec {
  return machineSpecSchema.parse({
    name: 'web01',
    environment: 'development',
    size: 'small',
    source: 'lab',
    datacenter: 'fra1',
    network: 'fra1-dev-app',
    template: 'rhel9-2026.11',
    sshPublicKeys: [publicKey],
    owner: payments,
    purpose: 'Payment API',
    ...overrides,
  });
}
