import { mockCredentials } from '@backstage/backend-test-utils';
import request from 'supertest';
import { machineSpec } from '../__testUtils__/company';
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
