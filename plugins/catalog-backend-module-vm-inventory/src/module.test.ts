import {
  BackstageCredentials,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import {
  catalogServiceRef,
  CatalogService,
} from '@backstage/plugin-catalog-node';
import vmInventoryPlugin from '@backlot/plugin-vm-inventory-backend';
import { CatalogStatus } from '@backlot/plugin-vm-inventory-common';
import {
  machineOwnershipExtensionPoint,
  MachineOwnership,
  vmInventoryProvidersExtensionPoint,
} from '@backlot/plugin-vm-inventory-node';
import {
  exampleInventory,
  exampleMachine,
  MemoryInventoryProvider,
} from '@backlot/plugin-vm-inventory-node/testUtils';
import fc from 'fast-check';
import { setTimeout as delay } from 'node:timers/promises';
import { oddMachine } from './__testUtils__/oddMachine';
import catalogModuleVmInventory from '.';

jest.setTimeout(60_000);

const source = 'fra';
const credentials: BackstageCredentials = mockCredentials.service();

describe('catalogModuleVmInventory', () => {
  let stop: (() => Promise<void>) | undefined;

  afterEach(async () => {
    await stop?.();
    stop = undefined;
  });

  async function start(
    providers: MemoryInventoryProvider[],
    owners: Map<string, MachineOwnership> = new Map(),
  ) {
    let turn: ((signal: AbortSignal) => void | Promise<void>) | undefined;
    let catalog: CatalogService | undefined;
    const backend = await startTestBackend({
      features: [
        catalogPlugin,
        vmInventoryPlugin,
        catalogModuleVmInventory,
        mockServices.scheduler.mock({
          createScheduledTaskRunner: () => ({
            run: async task => {
              turn = task.fn;
            },
          }),
        }).factory,
        mockServices.rootConfig.factory({
          data: {
            catalog: {
              providers: {
                vmInventory: {
                  defaultOwner: 'group:default/platform-team',
                  links: [
                    { title: 'Web', url: 'https://acme.example/${name}' },
                    { title: 'Request', url: 'https://${request}.example' },
                  ],
                },
              },
            },
          },
        }),
        createBackendModule({
          pluginId: 'vm-inventory',
          moduleId: 'memory',
          register: reg =>
            reg.registerInit({
              deps: { extension: vmInventoryProvidersExtensionPoint },
              init: async ({ extension }) =>
                extension.addProvider(...providers),
            }),
        }),
        createBackendModule({
          pluginId: 'catalog',
          moduleId: 'owners',
          register: reg =>
            reg.registerInit({
              deps: {
                ownership: machineOwnershipExtensionPoint,
                read: catalogServiceRef,
              },
              init: async ({ ownership, read }) => {
                catalog = read;
                ownership.addProvider({
                  ownershipOf: async machines =>
                    machines.map(({ name }) => owners.get(name)),
                });
              },
            }),
        }),
      ],
    });
    stop = () => backend.stop();
    const { signal } = new AbortController();
    return {
      /** What the page of sources is told of the catalog. */
      status: async (): Promise<CatalogStatus> => {
        const answer = await fetch(
          `http://localhost:${backend.server.port()}/api/vm-inventory/v1/catalog`,
          { headers: { authorization: mockCredentials.user.header() } },
        );
        return answer.json();
      },
      look: async () => {
        await turn?.(signal);
      },
      /** Machines in the catalog, once they are as many and such as expected. */
      machines: async (expected: (entities: Entity[]) => boolean) => {
        for (;;) {
          const { items = [] } =
            (await catalog?.getEntities(
              { filter: { kind: 'Resource', 'spec.type': 'virtual-machine' } },
              { credentials },
            )) ?? {};
          if (expected(items)) {
            return items;
          }
          await delay(50);
        }
      },
    };
  }

  function titled(entities: Entity[], title: string): Entity | undefined {
    return entities.find(({ metadata }) => metadata.title === title);
  }

  it('keeps the machines of the inventory in the catalog', async () => {
    const provider = new MemoryInventoryProvider({
      source,
      objects: exampleInventory(source, { machines: 3 }),
    });
    const owners = new Map<string, MachineOwnership>();
    const { look, machines } = await start([provider], owners);
    await provider.live();
    await look();
    const [before] = await machines(items => items.length === 3);
    expect(before.spec).toMatchObject({ owner: 'group:default/platform-team' });

    // Comes with its owner, goes, is renamed.
    await provider.announce(
      {
        type: 'set',
        object: {
          ...exampleMachine(source, 4),
          annotation:
            'Backlot request: 01JD3\nOwner: group:default/team-payments\nShop',
        },
      },
      { type: 'delete', kind: 'machine', id: 'vm-2' },
      {
        type: 'set',
        object: { ...exampleMachine(source, 3), name: 'renamed' },
      },
    );
    await look();
    const after = await machines(
      items =>
        items.length === 3 &&
        Boolean(titled(items, 'web4') && titled(items, 'renamed')),
    );
    expect(titled(after, 'web2')).toBeUndefined();
    expect(titled(after, 'web4')).toMatchObject({
      metadata: { annotations: { 'backlot.dev/request': '01JD3' } },
      spec: { owner: 'group:default/team-payments' },
    });

    // Given to others while the machine stays as it is.
    owners.set('web4', { owner: 'group:default/team-search' });
    await look();
    const given = await machines(
      items =>
        titled(items, 'web4')?.spec?.owner === 'group:default/team-search',
    );
    expect(titled(given, 'web4')).toMatchObject({
      metadata: { annotations: { 'backlot.dev/request': '01JD3' } },
    });
  });

  it('has every machine in the catalog that it does not report as left out', async () => {
    const odd = fc
      .sample(oddMachine, { numRuns: 150, seed: 9 })
      .map((machine, index) => ({
        ...machine,
        id: `vm-odd-${index}`,
        instanceUuid: exampleMachine(source, index).instanceUuid,
        // Odd in a link, where it makes an address that is none.
        ...(index % 10 === 0 && { annotation: 'Backlot request: a%b' }),
      }));
    const provider = new MemoryInventoryProvider({
      source,
      objects: [
        ...odd,
        { ...exampleMachine(source, 900), instanceUuid: undefined },
        // Names that differ in case only are two machines.
        { ...exampleMachine(source, 901), name: 'WEB' },
        { ...exampleMachine(source, 902), name: 'web' },
      ],
    });
    const { look, machines, status } = await start([provider]);
    await provider.live();
    await look();

    const { report } = await status();
    expect(report).toMatchObject({
      machines: 137,
      leftOut: 16,
      at: expect.any(String),
    });
    expect(report?.items.map(({ reason }) => reason)).toEqual(
      expect.arrayContaining([
        'It has no instance UUID',
        expect.stringMatching(
          /^The catalog would refuse it: "links\.1\.url" is not valid/,
        ),
      ]),
    );
    const found = await machines(items => items.length === 137);
    expect(titled(found, 'WEB')).toBeDefined();
    expect(titled(found, 'web')).toBeDefined();
  });
});
