import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { startTestLab } from '../__testUtils__/startTestLab';
import { migrateTurns } from './atlantisTurnsServiceRef';
import { TurnPurpose } from './AtlantisTurns';
import { DatabaseTurns } from './DatabaseTurns';
import { ProcessTurns } from './ProcessTurns';

// A command is a few git processes, which a busy machine starts slowly.
jest.setTimeout(60_000);

describe('turns at Atlantis', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  const logger = mockServices.logger.mock();
  let test: Awaited<ReturnType<typeof startTestLab>>;
  let db: Knex;

  beforeAll(async () => {
    test = await startTestLab();
  });

  afterAll(() => test.close());

  beforeEach(async () => {
    db = await databases.init('SQLITE_3');
    await migrateTurns(db);
  });

  /** As another plugin or replica takes them. */
  const turns = (size: number, connect = async () => db) =>
    new DatabaseTurns({ connect, queue: test.lab.atlantis.url, size, logger });

  const tickets = () => db('slot_tickets').select();

  it('bound the commands of two clients, and say who waits', async () => {
    const first = await test.propose('turn-1');
    const second = await test.propose('turn-2');
    const taken = await turns(1).take({
      purpose: 'plan',
      signal: new AbortController().signal,
    });
    const planning = Promise.all([
      test.connect({}, turns(1)).plan(first.command),
      test.connect({}, turns(1)).plan(second.command),
    ]);
    const end = Date.now() + 20_000;
    while (!first.log.length || !second.log.length) {
      expect(Date.now()).toBeLessThan(end);
      await new Promise(resolve => {
        setTimeout(resolve, 10);
      });
    }
    expect([first.log[0], second.log[0]].sort()).toEqual([
      'Waiting for Atlantis: 1 ahead',
      'Waiting for Atlantis: 2 ahead',
    ]);
    await taken.end();
    await taken.end();
    const plans = await planning;
    expect(plans.map(({ summary }) => summary.add)).toEqual([2, 2]);
    expect(await tickets()).toEqual([]);
  });

  it('are left when the task is cancelled', async () => {
    const { command } = await test.propose('turn-4');
    const taken = await turns(1).take({
      purpose: 'plan',
      signal: new AbortController().signal,
    });
    const stop = new AbortController();
    const planning = test
      .connect({}, turns(1))
      .plan({ ...command, signal: stop.signal });
    stop.abort(new Error('The task was cancelled'));
    await expect(planning).rejects.toThrow('The task was cancelled');
    await taken.end();
    expect(await tickets()).toEqual([]);
  });

  it('are given back by an apply that the gate lets through at once', async () => {
    const { command } = await test.propose('turn-5');
    const client = test.connect({}, turns(1));
    const plan = await client.plan(command);
    const applied = await client.apply({
      ...command,
      approved: { digest: plan.digest!, exact: true, gated: true },
    });
    expect(applied.outcome).toBe('applied');
    expect(await tickets()).toEqual([]);
  });

  it('ask nothing of Atlantis while their database is away, and connect again', async () => {
    const { command } = await test.propose('turn-6');
    let away = true;
    const client = test.connect(
      {},
      turns(1, async () => {
        if (away) {
          throw new Error('connect ECONNREFUSED');
        }
        return db;
      }),
    );
    await expect(client.plan(command)).rejects.toThrow(
      /nothing was asked of Atlantis.*ECONNREFUSED/,
    );
    away = false;
    expect((await client.plan(command)).summary.add).toBe(2);
  });
});

describe('turns within a process', () => {
  const { signal } = new AbortController();

  it('go to what is further on its way first, without taking one away', async () => {
    const turns = new ProcessTurns(1);
    const order: string[] = [];
    const begin = async (purpose: TurnPurpose, name: string) => {
      const turn = await turns.take({ purpose, signal });
      order.push(name);
      return turn;
    };
    const proposing = await begin('propose', 'first proposal');
    const waiting = [
      begin('propose', 'second proposal'),
      begin('plan', 'plan'),
      begin('apply', 'apply'),
      begin('apply', 'second apply'),
    ].map(async taken => (await taken).end());
    expect(order).toEqual(['first proposal']);
    await proposing.end();
    await Promise.all(waiting);
    expect(order.slice(1)).toEqual([
      'apply',
      'second apply',
      'plan',
      'second proposal',
    ]);
  });

  it('are as many as there are, then go to who came first', async () => {
    const turns = new ProcessTurns(2);
    const first = await turns.take({ purpose: 'plan', signal });
    const second = await turns.take({ purpose: 'plan', signal });
    const order: string[] = [];
    const told: string[] = [];
    const stop = new AbortController();
    const waiting = ['third', 'fourth', 'fifth'].map(name =>
      turns
        .take({
          purpose: 'plan',
          signal: name === 'fourth' ? stop.signal : signal,
          onWait: before => told.push(`${name}: ${before}`),
        })
        .then(
          () => order.push(name),
          () => order.push(`${name} gave up`),
        ),
    );
    expect(told).toEqual(['third: 1', 'fourth: 2', 'fifth: 3']);
    stop.abort(new Error('The task was cancelled'));
    await waiting[1];
    await first.end();
    await first.end();
    await waiting[0];
    expect(order).toEqual(['fourth gave up', 'third']);
    await second.end();
    await waiting[2];
    expect(order.at(-1)).toBe('fifth');
    expect(told.at(-1)).toBe('fifth: 1');
  });
});

describe('the locks of a pull request', () => {
  let test: Awaited<ReturnType<typeof startTestLab>>;

  beforeAll(async () => {
    test = await startTestLab();
  });

  afterAll(() => test.close());

  it('are freed, so that another pull request can plan the directory', async () => {
    const old = await test.propose('locked');
    const client = test.connect();
    const { repository, pull, directory } = old.command;
    test.lab.atlantis.holdLock({ repository, directory, pull });
    expect(await client.freeLocks({ repository, pull: pull + 1 })).toEqual([]);
    expect(await client.freeLocks({ repository, pull })).toEqual([directory]);
    expect(await client.freeLocks({ repository, pull })).toEqual([]);
    const next = await test.propose('locked');
    expect((await client.plan(next.command)).summary.add).toBe(2);
  });

  it('are not touched in a repository that configuration does not allow', async () => {
    await expect(
      test.connect().freeLocks({ repository: 'platform/other', pull: 1 }),
    ).rejects.toThrow(/no rule of atlantis.allow/);
  });
});
