import {
  BackstageCredentials,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import {
  scaffolderActionsExtensionPoint,
  TemplateAction,
} from '@backstage/plugin-scaffolder-node';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { JsonObject } from '@backstage/types';
import vmInventoryPlugin from '@backlot/plugin-vm-inventory-backend';
import { Template } from '@backlot/plugin-vm-inventory-common';
import {
  VmInventoryService,
  vmInventoryProvidersExtensionPoint,
  vmInventoryServiceRef,
} from '@backlot/plugin-vm-inventory-node';
import {
  exampleInventory,
  MemoryInventoryProvider,
} from '@backlot/plugin-vm-inventory-node/testUtils';
import {
  exampleDisk,
  exampleHardware,
} from '@backlot/vsphere-templates/testUtils';
import scaffolderModuleVmInventory from '..';

jest.setTimeout(60_000);

const source = 'fra';
const service: BackstageCredentials = mockCredentials.service();

describe('vsphere:select', () => {
  const template = exampleInventory(source).find(
    (object): object is Template =>
      object.kind === 'template' && object.id === 'vm-template-fra1',
  )!;
  const sata = exampleHardware({
    controllers: [{ kind: 'sata', bus: 0 }],
    disks: [exampleDisk({ controller: 'sata' })],
  });
  const provider = new MemoryInventoryProvider({
    source,
    objects: [
      ...exampleInventory(source).map(object =>
        object.kind === 'template'
          ? { ...object, hardware: exampleHardware() }
          : object,
      ),
      {
        ...template,
        id: 'vm-sata',
        name: 'sata',
        uuid: 'sata',
        hardware: sata,
      },
      { ...template, id: 'vm-unread', name: 'unread', uuid: 'unread' },
      {
        ...template,
        id: 'vm-older',
        name: 'older',
        uuid: 'older',
        hardware: { scsiType: 'pvscsi' },
      },
      ...['once', 'twice'].map(name => ({
        ...template,
        id: `vm-${name}`,
        name,
        uuid: 'one-for-two',
        folder: 'group-fra1-v',
        hardware: exampleHardware(),
      })),
    ],
  });
  let action: TemplateAction<JsonObject, JsonObject, 'v2'>;
  let inventory: VmInventoryService;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    const backend = await startTestBackend({
      extensionPoints: [
        [
          scaffolderActionsExtensionPoint,
          {
            addActions: (added: typeof action) => {
              action = added;
            },
          },
        ],
      ],
      features: [
        vmInventoryPlugin,
        scaffolderModuleVmInventory,
        createBackendModule({
          pluginId: 'scaffolder',
          moduleId: 'reader',
          register: reg =>
            reg.registerInit({
              deps: { read: vmInventoryServiceRef },
              init: async ({ read }) => {
                inventory = read;
              },
            }),
        }),
        createBackendModule({
          pluginId: 'vm-inventory',
          moduleId: 'memory',
          register: reg =>
            reg.registerInit({
              deps: { providers: vmInventoryProvidersExtensionPoint },
              init: async ({ providers }) => providers.addProvider(provider),
            }),
        }),
      ],
    });
    stop = () => backend.stop();
    await provider.live();
  });

  afterAll(async () => {
    await stop();
  });

  afterEach(async () => {
    for (const { id } of await inventory.listReservations(
      {},
      { credentials: service },
    )) {
      await inventory.endReservation(id, { credentials: service });
    }
  });

  const input = {
    source,
    datacenter: 'fra1',
    clusters: ['fra1-dev-01'],
    network: 'dev-app',
    template: 'rhel9',
    folder: 'backlot/development',
    cpus: 2,
    memoryMib: 4096,
    disksGib: [0, 100],
    reservation: { id: 'request-1', ttlSeconds: 3600 },
  };

  async function run(
    overrides: JsonObject = {},
    {
      credentials = service,
      ...options
    }: {
      isDryRun?: boolean;
      signal?: AbortSignal;
      credentials?: BackstageCredentials;
    } = {},
  ) {
    const logger = mockServices.logger.mock();
    const output = jest.fn();
    await action.handler({
      ...createMockActionContext({
        input: JSON.parse(JSON.stringify({ ...input, ...overrides })),
      }),
      logger,
      output,
      // A user's would do with the real auth service; the mocked one forgets who acts for him.
      getInitiatorCredentials: async () => credentials,
      ...options,
    });
    const lines = [...logger.info.mock.calls, ...logger.warn.mock.calls].map(
      ([line]) => line,
    );
    return {
      outputs: Object.fromEntries(output.mock.calls),
      log: lines.join('\n'),
    };
  }

  function reservations() {
    return inventory.listReservations({}, { credentials: service });
  }

  it('chooses by names, keeps the place and outputs what Terraform needs', async () => {
    const { outputs, log } = await run();

    expect(outputs.placement).toEqual({
      datacenter_id: 'datacenter-fra1',
      datacenter: 'fra1',
      cluster_id: 'domain-fra1-dev-01',
      cluster: 'fra1-dev-01',
      resource_pool_id: 'resgroup-fra1-dev-01',
      datastore_id: 'datastore-fra1-dev-01',
      datastore: 'fra1-dev-01-ds-1',
      folder: 'backlot/development',
      template_uuid: '4210aaaa-fra1',
      template: 'rhel9',
    });
    expect(outputs.network).toEqual({
      id: 'dvportgroup-fra1',
      name: 'dev-app',
    });
    expect(outputs.hardware).toMatchObject({
      cpus: 2,
      memory_mib: 4096,
      guest_id: 'rhel9_64Guest',
      firmware: 'efi',
      scsi: { type: 'pvscsi', controllers: 1 },
      disks: [
        { label: 'disk0', unit: 0, size_gib: 40, thin: true },
        { label: 'disk1', unit: 1, size_gib: 100, thin: true },
      ],
    });
    expect(outputs.selected).toMatchObject({
      source,
      cluster: { id: 'domain-fra1-dev-01', name: 'fra1-dev-01' },
      folder: { id: 'group-fra1-v', path: 'backlot/development' },
    });
    expect(outputs.reservationId).toBe('request-1');
    expect(outputs.ageMs).toEqual(expect.any(Number));
    expect(outputs.reasons).toHaveLength(2);
    expect(await reservations()).toMatchObject([
      {
        id: 'request-1',
        cluster: 'domain-fra1-dev-01',
        diskBytes: 140 * 1024 ** 3,
      },
    ]);
    expect(log).toMatch(
      /Fits: fra1-dev-01: .* of 1,024 GiB memory.*\nFits: fra1-dev-01-ds-1: .*\nChosen: cluster fra1-dev-01.*\nReserved as request-1 until/,
    );
  });

  it('gets the same place again', async () => {
    const first = await run({ clusters: undefined });
    const second = await run({ clusters: undefined });

    expect(second.outputs.placement).toEqual(first.outputs.placement);
    expect(await reservations()).toHaveLength(1);
  });

  it('takes ids, the root folder and a total of disk', async () => {
    const { outputs } = await run({
      datacenter: undefined,
      clusters: ['domain-fra1-prod-01'],
      network: 'dvportgroup-fra1',
      template: 'vm-template-fra1',
      datastore: 'datastore-fra1-prod-01',
      folder: '',
      disksGib: undefined,
      diskGib: 60,
    });

    expect(outputs.placement).toMatchObject({
      cluster: 'fra1-prod-01',
      folder: '',
    });
    expect(outputs.hardware.disks).toMatchObject([
      { label: 'disk0', size_gib: 60 },
    ]);
  });

  it('finds names in the datacenter of the clusters', async () => {
    const { outputs } = await run({
      datacenter: undefined,
      clusters: ['ams1-dev-01'],
    });

    expect(outputs).toMatchObject({
      placement: { template_uuid: '4210aaaa-ams1' },
      network: { id: 'dvportgroup-ams1' },
    });
  });

  it('chooses but does not keep in a dry run', async () => {
    const { outputs, log } = await run({}, { isDryRun: true });

    expect(outputs.placement).toMatchObject({ cluster: 'fra1-dev-01' });
    expect(outputs.reservationId).toBeUndefined();
    expect(log).toMatch(/Dry run: the place is not reserved/);
    expect(await reservations()).toEqual([]);
  });

  it('asks in the name of who started the task', async () => {
    const { outputs } = await run(
      {},
      {
        credentials: mockCredentials.user('user:default/anna.weber'),
        isDryRun: true,
      },
    );
    expect(outputs.placement).toMatchObject({ cluster: 'fra1-dev-01' });
    await expect(
      run({}, { credentials: mockCredentials.none() }),
    ).rejects.toThrow();
  });

  it.each<[string, JsonObject, RegExp]>([
    [
      'a name that several have',
      { datacenter: undefined, clusters: undefined } as JsonObject,
      /2 of kind network are called 'dev-app' in source 'fra': dvportgroup-\w+ \(datacenter datacenter-\w+\), dvportgroup-.*Use the ID.*or the datacenter/,
    ],
    [
      'a name that nothing has',
      { network: 'gone' },
      /no network 'gone' in datacenter 'datacenter-fra1' of source 'fra', by name or by id/,
    ],
    [
      'a cluster of another datacenter by id',
      { clusters: ['domain-ams1-dev-01'] },
      /fits nowhere in 'fra'\. ams1-dev-01: it is in datacenter ams1, not in the one asked for\./,
    ],
    [
      'more than there is',
      { memoryMib: 600 * 1024 },
      /fra1-dev-01: its largest host has 512 GiB memory, which is less than the 600 GiB asked for\./,
    ],
    [
      'less disk than the template has',
      { disksGib: [20] },
      /has 40 GiB.*cannot have 20 GiB/,
    ],
    [
      'a template that the provider cannot keep',
      { template: 'sata' },
      /^Template 'sata' cannot be used with version 1\.26\.0 of the Terraform provider\. Hard disk 1 is on a SATA controller/,
    ],
    [
      'a template whose configuration is not readable',
      { template: 'unread' },
      /'unread' cannot be used: its configuration cannot be read/,
    ],
    [
      'a template that an inventory of another release describes',
      { template: 'older' },
      /describes the hardware of template 'older' otherwise.*Run both from one release/,
    ],
    [
      'a template whose UUID another has',
      { template: 'once' },
      /2 templates and machines have its UUID one-for-two, by which Terraform finds it: fra1\/backlot\/development\/once, fra1\/backlot\/development\/twice\. Give/,
    ],
    ['a source that is none', { source: 'x' }, /no datacenter 'fra1' in/],
  ])('refuses %s', async (_, overrides, message) => {
    await expect(run(overrides)).rejects.toThrow(message);
    expect(await reservations()).toEqual([]);
  });

  it('takes with a newer provider what an older one cannot keep', async () => {
    const { outputs } = await run({
      template: 'sata',
      providerVersion: '2.16.1',
    });
    expect(outputs.hardware).toMatchObject({
      scsi: { controllers: 0 },
      sata_controllers: 1,
      disks: [
        { controller: 'sata', unit: 0 },
        { controller: 'sata', unit: 1 },
      ],
    });
  });

  it('says when CPUs do not fill the template’s sockets', async () => {
    await provider.announce({
      type: 'set',
      object: {
        ...template,
        hardware: exampleHardware({ coresPerSocket: 4 }),
      },
    });
    const { outputs, log } = await run({ cpus: 6 });
    expect(outputs.hardware).toMatchObject({ cpus: 6, cores_per_socket: 3 });
    expect(log).toContain(
      '6 CPUs do not fill sockets of 4 cores, which the template has: the machine gets sockets of 3',
    );
  });

  it('ends with the task', async () => {
    const signal = AbortSignal.abort(new Error('task cancelled'));

    await expect(run({}, { signal })).rejects.toThrow('task cancelled');
  });

  it('says how old the inventory is when its source cannot be reached', async () => {
    provider.setUnreachable(new Error('connection refused'));
    let log = '';
    while (!log.includes('connection refused')) {
      ({ log } = await run({}, { isDryRun: true }));
    }

    expect(log).toMatch(
      /Source 'fra' was last confirmed \d+ seconds ago: connection refused/,
    );
    provider.setUnreachable();
  });
});
