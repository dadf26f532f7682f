import { mockCredentials } from '@backstage/backend-test-utils';
import request from 'supertest';
import { blueprint, machineSpec } from '../__testUtils__/company';
import { startRouter } from '../__testUtils__/startRouter';
import { useDatabase } from '../__testUtils__/useDatabase';
import { World } from '../__testUtils__/World';

describe('a machine of the inventory in the list of machines', () => {
  const database = useDatabase();
  let world: World;
  let stop: (() => Promise<void>) | undefined;

  beforeEach(async () => {
    world = new World(database());
    await world.prepare(
      world.peers.addTask('t1'),
      machineSpec({ environment: 'sandbox' }),
    );
    await world.settle(1);
  });

  afterEach(() => stop?.());

  async function start() {
    const started = await startRouter(world);
    stop = started.stop;
    return (query: Record<string, string>) =>
      request(started.server)
        .get(`/api/vm-requests/v1/machines?${new URLSearchParams(query)}`)
        .set('authorization', mockCredentials.user.header());
  }

  const standing = async () =>
    (await world.truth.store.listMachines({ limit: 1 })).items[0];

  it('is found by its id there, or by what it keeps when it is registered anew', async () => {
    const ask = await start();
    const { id, source, providerId, instanceUuid } = await standing();
    const queries: Record<string, string>[] = [
      { providerId: providerId! },
      { providerId: 'vm-anew', instanceUuid: instanceUuid!.toUpperCase() },
    ];
    for (const query of queries) {
      const { body } = await ask({ source, ...query });
      expect(body).toMatchObject({ items: [{ id }] });
    }
  });

  it('is not there when no request made it, or another has its id by now', async () => {
    const ask = await start();
    const { source, providerId } = await standing();
    const queries: Record<string, string>[] = [
      { source, providerId: 'vm-by-hand' },
      { source: 'other', providerId: providerId! },
      { source, providerId: providerId!, instanceUuid: 'of-another' },
    ];
    for (const query of queries) {
      const { status, body } = await ask(query);
      expect([status, body]).toEqual([200, { items: [] }]);
    }
  });

  it('needs its source', async () => {
    const ask = await start();
    const { status, body } = await ask({ providerId: 'vm-1' });
    expect([status, body.error.message]).toEqual([
      400,
      'An id within a source (providerId) needs the name of the source.',
    ]);
  });
});

describe('machines on old versions', () => {
  const database = useDatabase();

  it('are found, with those that they can be upgraded to', async () => {
    const old = new World(database());
    await old.prepare(
      old.peers.addTask('t1'),
      machineSpec({ environment: 'sandbox' }),
    );
    await old.settle(1);
    const ask = async (world: World, query: string) => {
      const { server, stop } = await startRouter(world);
      const { body } = await request(server)
        .get(`/api/vm-requests/v1/machines?${query}`)
        .set('authorization', mockCredentials.user.header());
      await stop();
      return body;
    };
    const { moduleSource, provider } = blueprint.terraform;
    const versions = { module: moduleSource, provider: provider.version };
    const { items } = await ask(old, '');
    expect(items).toEqual([
      expect.objectContaining({ name: 'web01', versions }),
    ]);
    expect(items[0]).not.toHaveProperty('newVersions');
    expect(await ask(old, 'outdated=true')).toEqual({ items: [] });

    const newer = (terraform: Partial<typeof blueprint.terraform>) =>
      new World(database(), {
        from: old,
        settings: {
          blueprints: {
            'rhel9-vm': {
              ...blueprint,
              terraform: { ...blueprint.terraform, ...terraform },
            },
          },
        },
      });
    expect(
      await ask(newer({ moduleSource: 'git::https://new' }), 'outdated=true'),
    ).toMatchObject({
      items: [
        {
          name: 'web01',
          versions,
          newVersions: { ...versions, module: 'git::https://new' },
        },
      ],
    });
    expect(
      await ask(
        newer({ provider: { ...provider, version: '2.16.1' } }),
        'outdated=true&environment=sandbox',
      ),
    ).toMatchObject({
      items: [{ newVersions: { ...versions, provider: '2.16.1' } }],
    });
    const withdrawn = new World(database(), {
      from: old,
      settings: { blueprints: {} },
    });
    expect(await ask(withdrawn, 'outdated=true')).toEqual({ items: [] });
  });
});
