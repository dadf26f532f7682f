import {
  actionsRegistryServiceMock,
  MockActionsRegistry,
} from '@backstage/backend-test-utils/alpha';
import {
  BackstageCredentials,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  exampleInventory,
  MemoryInventoryProvider,
} from '@backlot/plugin-vm-inventory-node/testUtils';
import { startInventory } from '../__testUtils__/startInventory';

jest.setTimeout(60_000);

const source = 'fra';
const credentials = mockCredentials.user();

describe('the actions of the registry', () => {
  const provider = new MemoryInventoryProvider({
    source,
    objects: exampleInventory(source),
  });
  const permissions = mockServices.permissions.mock({
    authorize: async () => [{ result: AuthorizeResult.ALLOW }],
    authorizeConditional: async () => [{ result: AuthorizeResult.ALLOW }],
  });
  let registry: MockActionsRegistry;
  let stop: () => Promise<void>;

  const invoke = async (
    name: string,
    input: object,
    caller: BackstageCredentials = credentials,
  ) => {
    const { output } = await registry.invoke({
      id: `test:${name}`,
      input: { ...input },
      credentials: caller,
    });
    return output as Record<string, unknown>;
  };

  beforeAll(async () => {
    registry = actionsRegistryServiceMock();
    const started = await startInventory({
      providers: [provider],
      features: [
        permissions.factory,
        createServiceFactory({
          service: actionsRegistryServiceRef,
          deps: {},
          factory: () => registry,
        }),
      ],
    });
    stop = started.stop;
    await provider.live();
  });

  afterAll(async () => {
    await stop();
  });

  it('find machines, with the names of where they run, and say how current that is', async () => {
    const found = await invoke('find-machines', { search: 'WEB', limit: 2 });

    expect(found).toMatchObject({
      total: expect.any(Number),
      sources: [{ source, state: 'live', ageSeconds: expect.any(Number) }],
    });
    const machines = found.machines as Record<string, unknown>[];
    expect(machines).toHaveLength(2);
    expect(found.total).toBeGreaterThan(2);
    expect(machines[0]).toMatchObject({
      name: expect.stringContaining('web'),
      cluster: expect.stringMatching(/^(fra1|ams1)-/),
    });
    expect(await invoke('find-machines', { search: 'no such' })).toMatchObject({
      total: 0,
      machines: [],
    });
  });

  it('tell the room of clusters and datastores', async () => {
    const { clusters, datastores } = await invoke('get-capacity', { source });

    expect(clusters).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          name: 'fra1-dev-01',
          memory: expect.objectContaining({ free: expect.any(Number) }),
        }),
      ]),
    );
    expect((datastores as object[]).length).toBeGreaterThan(0);
    expect(await invoke('get-capacity', { source: 'none' })).toMatchObject({
      clusters: [],
      datastores: [],
    });
  });

  const wish = {
    source,
    datacenter: 'fra1',
    network: 'dev-app',
    template: 'rhel9',
    cpus: 2,
    memoryMib: 4096,
    diskGib: 40,
  };

  it('find a place by names, and give the reasons', async () => {
    const place = await invoke('find-placement', wish);

    expect(place).toMatchObject({ cluster: 'fra1-dev-01' });
    expect((place.reasons as object[]).length).toBeGreaterThan(0);
  });

  it('say why there is no place', async () => {
    await expect(
      invoke('find-placement', { ...wish, memoryMib: 1024 ** 3 }),
    ).rejects.toThrow(/fits nowhere/);
    await expect(
      invoke('find-placement', { ...wish, network: 'none' }),
    ).rejects.toThrow(/has no network 'none'/);
    await expect(
      invoke('find-placement', { ...wish, datacenter: undefined }),
    ).rejects.toThrow(/Several of the kind network are named 'dev-app'/);
  });

  it('show nothing to whom nothing may be shown', async () => {
    permissions.authorizeConditional.mockResolvedValueOnce([
      { result: AuthorizeResult.DENY },
    ]);
    const stranger = mockCredentials.user('user:default/stranger');
    await expect(invoke('find-machines', {}, stranger)).rejects.toThrow(
      /You may not see the inventory/,
    );
  });

  it('are all declared to change nothing', async () => {
    const { actions } = await registry.list();
    expect(actions.map(({ name, attributes }) => [name, attributes])).toEqual(
      ['find-machines', 'find-placement', 'get-capacity'].map(name => [
        name,
        { readOnly: true, destructive: false, idempotent: true },
      ]),
    );
  });
});
