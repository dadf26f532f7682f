import { Knex } from 'knex';
import { availableDatabases } from '../__testUtils__/availableDatabases';
import { machineSpec } from '../__testUtils__/company';
import { emptyDatabase } from '../__testUtils__/useDatabase';
import { World } from '../__testUtils__/World';
import { sweepEndedRequests } from '../recovery/sweepEndedRequests';
import { migrate } from './migrate';
import { Swept, sweepEnded } from './sweepEnded';

jest.setTimeout(60_000);

const databases = availableDatabases();
const day = 24 * 3600_000;
const { signal } = new AbortController();

describe.each(databases.eachSupportedId())('sweepEnded, %p', id => {
  let client: Knex;
  let world: World;

  beforeAll(async () => {
    client = await databases.init(id);
    await migrate({}, client);
  });

  beforeEach(async () => {
    await emptyDatabase(client);
    world = new World(client);
  });

  const sweep = (what: Swept, daysAgo: number) =>
    sweepEnded(client, {
      what,
      before: new Date(
        world.truth.clock.now().getTime() - daysAgo * day,
      ).toISOString(),
      signal,
    });

  const rows = async (what: Swept) =>
    Number((await client(what).count({ count: '*' }))[0].count);

  it.each<Swept>(['logs', 'events', 'effects'])(
    'deletes %s of requests that ended long ago, and nothing else',
    async what => {
      await world.prepare(
        world.peers.addTask('t1'),
        machineSpec({ environment: 'sandbox' }),
      );
      await world.settle(48);
      const done = (await world.request())!;
      expect(done.state).toBe('done');
      await world.truth.logs.save(done.id, 'plan', 'Plan: 1 to add');
      expect(await rows(what)).toBeGreaterThan(0);

      expect(await sweep(what, 3)).toBe(0);
      world.advance(30 * day);
      await world.prepare(
        world.peers.addTask('t2'),
        machineSpec({ name: 'web02' }),
      );
      const open = (await world.request())!;
      await world.truth.logs.save(open.id, 'plan', 'Plan: 1 to add');
      const all = await rows(what);
      expect(await sweep(what, 60)).toBe(0);
      const swept = await sweep(what, 20);
      expect(swept).toBeGreaterThan(0);
      expect(await rows(what)).toBe(all - swept);
      const left = await client(what).where({ request_id: done.id });
      expect(left.map(({ type }) => type).sort()).toEqual(
        // What tells whether applies ask the gate.
        what === 'events' ? ['applied', 'gate-passed'] : [],
      );
    },
  );

  it('deletes what configuration gives a time, and keeps the rest for ever', async () => {
    await world.prepare(
      world.peers.addTask('t1'),
      machineSpec({ environment: 'sandbox' }),
    );
    await world.settle(48);
    const done = (await world.request())!;
    await world.truth.logs.save(done.id, 'plan', 'Plan: 1 to add');
    world.advance(400 * day);
    const events = await rows('events');
    await sweepEndedRequests({
      ...world.truth,
      client,
      settings: { retention: { logs: 20 * day, effects: 500 * day } },
    });
    expect(await rows('logs')).toBe(0);
    expect(await rows('events')).toBe(events);
    expect(await rows('effects')).toBeGreaterThan(0);
  });

  it('keeps what belongs to a request that has not ended, however old', async () => {
    await world.prepare(world.peers.addTask('t1'), machineSpec());
    const { id: request } = (await world.request())!;
    await world.truth.logs.save(request, 'plan', 'Plan: 1 to add');
    world.advance(400 * day);
    expect(await sweep('logs', 1)).toBe(0);
    expect(await sweep('events', 1)).toBe(0);
  });
});
