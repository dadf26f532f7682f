import { mockCredentials } from '@backstage/backend-test-utils';
import request from 'supertest';
import { anna, machineSpec } from '../__testUtils__/company';
import { startRouter } from '../__testUtils__/startRouter';
import { useDatabase } from '../__testUtils__/useDatabase';
import { World } from '../__testUtils__/World';

describe('rules of machines over HTTP', () => {
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
    return (
      query: Record<string, string>,
      authorization = mockCredentials.service.header(),
    ) =>
      request(started.server)
        .get(`/api/vm-requests/v1/machine-rules?${new URLSearchParams(query)}`)
        .set('authorization', authorization);
  }

  const standing = async () =>
    (await world.truth.store.listMachines({ limit: 1 })).items[0];

  it('say whose it is and what its environment lets owners do', async () => {
    const ask = await start();
    const { id, owner, providerId, instanceUuid } = await standing();
    const known = await ask({ source: 'lab', id: providerId! });
    expect(known.body).toEqual({
      machine: id,
      owner,
      environment: 'sandbox',
      power: true,
      snapshots: true,
    });

    const { sandbox } = world.truth.settings.policy.environments;
    sandbox.operations = { snapshots: false };
    const anew = await ask({
      source: 'lab',
      id: 'vm-anew',
      instanceUuid: instanceUuid!.toUpperCase(),
    });
    delete sandbox.operations;
    expect(anew.body).toMatchObject({
      machine: id,
      power: true,
      snapshots: false,
    });
  });

  it('are not those of another machine that got its id, of another source, or that is gone', async () => {
    const ask = await start();
    const { providerId } = await standing();
    const statuses = [];
    const queries: Record<string, string>[] = [
      { source: 'lab', id: providerId!, instanceUuid: 'another' },
      { source: 'fra', id: providerId! },
      { source: 'lab', id: 'vm-none' },
    ];
    for (const query of queries) {
      statuses.push((await ask(query)).status);
    }
    expect(statuses).toEqual([404, 404, 404]);
  });

  it('name the request that is being applied to it', async () => {
    const ask = await start();
    const { id, providerId } = await standing();
    const db = database();
    const { made_by: made } = await db('machines')
      .where({ id })
      .first('made_by');
    await db('requests').where({ id: made }).update({ state: 'applying' });
    const { body } = await ask({ source: 'lab', id: providerId! });
    expect(body).toMatchObject({ inApply: made });
  });

  it('are for backend plugins', async () => {
    const ask = await start();
    const { status } = await ask(
      { source: 'lab', id: 'vm-1' },
      mockCredentials.user.header(anna),
    );
    expect(status).toBe(403);
  });
});
