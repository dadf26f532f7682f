import { changeWindowSchema } from '@backlot/plugin-vm-requests-common';
import {
  anna,
  approvers,
  machineSpec,
  payments,
  priya,
  settings,
} from '../__testUtils__/company';
import { useDatabase } from '../__testUtils__/useDatabase';
import { World } from '../__testUtils__/World';
import { checkGate } from '../ledger/checkGate';
import { claim } from '../ledger/claim';
import { decide } from '../ledger/decide';
import { LedgerSettings } from '../ledger/LedgerSettings';
import { steer } from '../ledger/steer';

const annaHerself = { ref: anna, ownership: [anna, payments] };
const priyaHerself = { ref: priya, ownership: [priya, approvers] };
const day = 24;

// The world begins on Saturday, 21 November 2026, 13:00 in Berlin.
const nights = changeWindowSchema.parse({
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  from: '20:00',
  to: '06:00',
});
const start = '2026-11-24T08:00';
const startsAt = '2026-11-24T07:00:00.000Z';

type Rules = Partial<LedgerSettings['policy']['environments'][string]>;

function settingsWith(rules: Rules = {}): Partial<LedgerSettings> {
  const { development } = settings.policy.environments;
  return {
    policy: {
      ...settings.policy,
      timeZone: 'Europe/Berlin',
      environments: { development: { ...development, ...rules } },
    },
  };
}

describe('a request that waits for its time', () => {
  const database = useDatabase();

  async function approvedWith(
    rules: Rules = {},
    startAt: string | null = start,
  ): Promise<World> {
    const world = new World(database(), { settings: settingsWith(rules) });
    await world.prepare(world.peers.addTask('prepare-1'), machineSpec(), {
      startAt: startAt ?? undefined,
    });
    await approve(world);
    return world;
  }

  async function approve(world: World): Promise<void> {
    const { id, plan } = (await world.request())!;
    await decide(world.truth, id, priyaHerself, {
      what: 'approve',
      digest: plan?.digest,
    });
  }

  async function find(world: World) {
    return (await world.request())!;
  }

  const titles = (world: World) =>
    world.peers.notifications.map(({ title }) => title);
  const applies = (world: World) =>
    world.peers.happened.filter(what => what.startsWith('apply'));
  const applyTasks = (world: World) =>
    world.peers.startedTasks.filter(({ request }) => request !== undefined);

  it('is planned and approved at once, and applied from its start on, once', async () => {
    const world = await approvedWith();
    await world.settle(1);
    const waiting = await find(world);
    expect(waiting).toMatchObject({
      state: 'approved',
      phase: 'waiting',
      startAt: startsAt,
      applyWait: {
        at: startsAt,
        for: 'start',
        why: 'It is applied on 24 November 2026 at 08:00 (Europe/Berlin): its start was put there.',
      },
    });
    const { items, byWait } = await world.truth.store.list({ limit: 1 });
    expect(items[0]).toMatchObject({ applyWait: { at: startsAt } });
    expect(byWait).toEqual({ start: 1 });
    expect(world.peers.notifications).toContainEqual(
      expect.objectContaining({
        recipients: [anna],
        title: 'web01.dev.acme.example is approved, and waits',
        description: waiting.applyWait!.why,
      }),
    );
    await world.settle(2 * day);
    expect(applyTasks(world)).toEqual([]);
    expect(world.now).toBeLessThan(Date.parse(startsAt));
    expect([...world.peers.addressesByKey.values()]).toEqual(['reserved']);

    await world.settle(day);
    expect(await find(world)).toMatchObject({ state: 'done' });
    expect(applies(world)).toHaveLength(1);
    expect(
      titles(world).filter(title => /and waits$/.test(title)),
    ).toHaveLength(1);
  });

  it('is applied at once where its start has come before its approval', async () => {
    const world = new World(database(), { settings: settingsWith() });
    await world.prepare(world.peers.addTask('prepare-1'), machineSpec(), {
      startAt: start,
    });
    await world.settle(4 * day);
    await approve(world);
    await world.settle(1);
    expect(await find(world)).toMatchObject({ state: 'done' });
    expect(titles(world)).not.toContainEqual(
      expect.stringMatching(/and waits$/),
    );
  });

  it('keeps its room until its time, and as long as any then', async () => {
    const world = new World(database(), { settings: settingsWith() });
    const opened = await world.open(world.peers.addTask('t1'), {
      startAt: start,
    });
    const wait = (Date.parse(startsAt) - world.now) / 1000;
    expect(opened.reservation.ttlSeconds).toBe(wait + 3600);
  });

  it('goes on in another process, and is started by one of two', async () => {
    const world = await approvedWith();
    await world.settle(1);
    const again = new World(database(), {
      settings: settingsWith(),
      from: world,
    });
    const beside = new World(database(), {
      settings: settingsWith(),
      beside: again,
    });
    await again.settle(3 * day, [beside]);
    expect(await find(again)).toMatchObject({ state: 'done' });
    expect(applies(again)).toHaveLength(1);
    const { id } = await find(again);
    const events = await again.truth.store.listEvents(id);
    expect(
      events.filter(
        ({ type }) => type === 'started' || type === 'planning-anew',
      ),
    ).toHaveLength(1);
  });

  it('counts its lease from when it was made', async () => {
    const world = await approvedWith({
      lease: {
        duration: { days: 30 },
        extension: { approval: false },
        warnings: [],
        grace: { days: 7 },
      },
    });
    await world.settle(4 * day);
    const { machineId } = await find(world);
    expect(await world.truth.store.getMachine(machineId)).toMatchObject({
      endsAt: '2026-12-24T22:59:59.999Z',
    });
  });

  it('can be cancelled while it waits, and gives all back', async () => {
    const world = await approvedWith();
    await world.settle(1);
    const { id } = await find(world);
    expect(world.abilitiesOf(await find(world), annaHerself)).toEqual([
      'cancel',
      'start',
    ]);
    await steer(world.truth, id, annaHerself, { what: 'cancel' });
    await world.settle(4 * day);
    expect(await find(world)).toMatchObject({ state: 'cancelled' });
    expect(applyTasks(world)).toEqual([]);
    expect(world.peers.reservations.size).toBe(0);
  });

  it('is applied at once where a person says so, which the history keeps', async () => {
    const world = await approvedWith();
    await world.settle(1);
    const { id } = await find(world);
    await steer(world.truth, id, annaHerself, {
      what: 'start',
      reason: 'We need it today',
    });
    await world.settle(1);
    expect(await find(world)).toMatchObject({ state: 'done' });
    expect(await world.truth.store.listEvents(id)).toContainEqual(
      expect.objectContaining({
        type: 'started',
        by: anna,
        reason: 'We need it today',
        detail: { startAt: startsAt },
      }),
    );
  });

  it('is planned anew first where a person starts it with a plan that is old by now', async () => {
    const world = await approvedWith();
    await world.settle(2 * day);
    const { id } = await find(world);
    await steer(world.truth, id, annaHerself, { what: 'start' });
    await world.settle(1);
    expect(await find(world)).toMatchObject({ state: 'done' });
    const events = await world.truth.store.listEvents(id);
    expect(events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['planning-anew', 'retried', 'claimed']),
    );
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'planning-anew',
        by: anna,
        detail: { startAt: startsAt },
      }),
    );
  });

  it('is applied as it was approved where its blueprint is withdrawn meanwhile, and its owner gone', async () => {
    const world = await approvedWith();
    await world.settle(1);
    world.peers.ownership.clear();
    const without = new World(database(), {
      settings: { ...settingsWith(), blueprints: {} },
      from: world,
    });
    await without.settle(4 * day);
    expect(await find(without)).toMatchObject({ state: 'done' });
  });

  it('is planned anew where its plan is old by then, and goes on by itself where nothing changed', async () => {
    const world = await approvedWith();
    await world.settle(4 * day);
    const { id, state, replaced } = await find(world);
    expect([state, replaced]).toEqual(['done', undefined]);
    const events = await world.truth.store.listEvents(id);
    expect(events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['put-off', 'planning-anew', 'retried']),
    );
  });

  it('is not planned anew where its plan is young by then', async () => {
    const world = await approvedWith({}, '2026-11-21T20:00');
    await world.settle(day);
    const { id, state } = await find(world);
    expect(state).toBe('done');
    const events = await world.truth.store.listEvents(id);
    expect(events.map(({ type }) => type)).not.toContain('planning-anew');
  });

  /** A resize that waits for its start, and what changes meanwhile. */
  async function resizing(meanwhile: (world: World) => void) {
    const world = await approvedWith({}, '2026-11-21T14:00');
    await world.settle(3);
    const made = await find(world);
    expect(made.state).toBe('done');
    await world.operate(world.peers.addTask('resize-1'), made, {
      operation: 'resize',
      input: { cpus: 4 },
      startAt: start,
    });
    await approve(world);
    await world.settle(1);
    const before = await find(world);
    expect(before).toMatchObject({ kind: 'resize', phase: 'waiting' });
    meanwhile(world);
    await world.settle(3 * day);
    return { world, before, after: await find(world) };
  }

  it('is decided on again where what it was planned on has changed', async () => {
    const { world, before, after } = await resizing(({ peers }) => {
      peers.machines[0].cpus = 3;
    });
    expect(after).toMatchObject({
      id: before.id,
      state: 'planned',
      mayExist: false,
      decision: undefined,
      replaced: { plan: { digest: before.plan!.digest } },
    });
    expect(world.peers.notifications).toContainEqual(
      expect.objectContaining({
        recipients: [approvers, anna],
        title: 'web01.dev.acme.example waits for approval again',
        description: expect.stringMatching(
          /^Its approved plan grew old while it waited for its time, and the plan is another now/,
        ),
      }),
    );
    await approve(world);
    await world.settle(1);
    expect(await find(world)).toMatchObject({ state: 'done' });
  });

  it('waits for a person where its new plan is none that may be approved', async () => {
    const { world, after } = await resizing(({ peers }) => {
      peers.drift = [{ path: ['annotation'], before: 'a', after: 'b' }];
    });
    expect(after).toMatchObject({
      state: 'approved',
      phase: 'held',
      mayExist: false,
      message: expect.stringMatching(/annotation/),
    });
    expect(applies(world)).toHaveLength(1);
    expect(world.abilitiesOf(after, annaHerself)).toEqual(['cancel', 'retry']);
  });

  it('is kept to the change windows of its environment, whoever wants otherwise', async () => {
    const world = await approvedWith({ windows: [nights] }, null);
    // Monday, 20:00 in Berlin.
    const opens = '2026-11-23T19:00:00.000Z';
    await world.settle(1);
    const waiting = await find(world);
    expect(waiting).toMatchObject({
      phase: 'waiting',
      applyWait: {
        at: opens,
        for: 'window',
        why: 'It is applied on 23 November 2026 at 20:00 (Europe/Berlin): nothing is changed in Development outside its change windows.',
      },
    });
    expect(world.abilitiesOf(waiting, annaHerself)).toEqual(['cancel']);
    await expect(
      steer(world.truth, waiting.id, annaHerself, { what: 'start' }),
    ).rejects.toThrow(/Policy binds everybody/);
    await world.settle(2 * day);
    expect(world.now).toBeLessThan(Date.parse(opens));
    expect(applyTasks(world)).toEqual([]);
    await world.settle(day);
    expect(await find(world)).toMatchObject({ state: 'done' });
  });

  it('waits on where a person starts it before its start outside all windows', async () => {
    const world = await approvedWith({ windows: [nights] });
    await world.settle(1);
    const { id } = await find(world);
    await steer(world.truth, id, annaHerself, { what: 'start' });
    await world.settle(1);
    expect(await find(world)).toMatchObject({
      phase: 'waiting',
      applyWait: { for: 'window', at: '2026-11-23T19:00:00.000Z' },
    });
  });

  it('is not claimed, nor let through the gate, once its window has closed', async () => {
    const world = await approvedWith({ windows: [nights] }, null);
    world.advance(Date.parse('2026-11-24T04:59:00.000Z') - world.now);
    const { id } = await find(world);
    for (let round = 0; round < 6; round++) {
      await world.lookBeside();
    }
    const task = applyTasks(world)[0];
    expect(task.state).toBe('queued');
    world.advance(2 * 60_000);
    await expect(
      claim(world.truth, { request: id, task: task.id }),
    ).rejects.toThrow(/may not be applied now.*24 November 2026 at 20:00/);

    world.advance(-60_000 - 30_000);
    await claim(world.truth, { request: id, task: task.id });
    world.advance(60_000);
    const applying = await find(world);
    expect(applying.state).toBe('applying');
    await expect(
      checkGate(
        world.truth,
        {
          repository: applying.repository,
          pull: applying.pullRequest!.number,
          directory: applying.directory,
          workspace: 'default',
          commit: applying.plan!.commit,
          digest: applying.plan!.digest,
        },
        'atlantis-gate',
      ),
    ).rejects.toThrow(/may not be applied now.*Nothing was applied/);
  });

  it('is finished where its window closes while its task is lost', async () => {
    const world = await approvedWith({ windows: [nights] }, null);
    world.advance(Date.parse('2026-11-24T04:59:00.000Z') - world.now);
    for (let round = 0; round < 6; round++) {
      await world.lookBeside();
    }
    const { id } = await find(world);
    const [task] = applyTasks(world);
    await claim(world.truth, { request: id, task: task.id });
    const { stack, repository, baseBranch, branch, directory, pullRequest } =
      await find(world);
    const pull = pullRequest!.number;
    await world.peers.apply({
      stack,
      repository,
      baseBranch,
      branch,
      directory,
      pull,
    });
    task.state = 'ended';
    world.advance(10 * 60_000);
    await world.settle(1);
    expect(await find(world)).toMatchObject({ state: 'done' });
    expect(applies(world)).toHaveLength(1);
  });

  it('waits for the next window where it is tried again outside of one, and can be rolled back', async () => {
    const world = await approvedWith({ windows: [nights] }, null);
    world.peers.applyFailsHalfWay = 1;
    await world.settle(2.5 * day);
    const failed = await find(world);
    expect(failed).toMatchObject({ state: 'applying', phase: 'held' });
    world.advance(Date.parse('2026-11-24T10:00:00.000Z') - world.now);
    await steer(world.truth, failed.id, annaHerself, { what: 'replan' });
    await world.settleNow();
    await approve(world);
    await world.settleNow();
    const waiting = await find(world);
    expect(waiting).toMatchObject({ state: 'approved', phase: 'waiting' });
    expect(waiting.mayExist).toBe(true);
    await world.settle(day);
    expect(await find(world)).toMatchObject({ state: 'done' });
  });

  it('is held up by a freeze in its reason’s words, and by one without an end in others', async () => {
    const freeze = {
      from: '2026-11-20T00:00',
      to: '2026-11-23T00:00',
      reason: 'Audit',
    };
    const world = await approvedWith({ freezes: [freeze] }, null);
    await world.settle(1);
    expect((await find(world)).applyWait).toMatchObject({
      for: 'freeze',
      why: 'It is applied on 23 November 2026 at 00:00 (Europe/Berlin): nothing is changed in Development during this freeze: Audit.',
    });
    const longer = new World(database(), {
      settings: settingsWith({
        freezes: [{ ...freeze, to: '2029-01-01T00:00' }],
      }),
      from: world,
    });
    await longer.settle(2);
    expect((await find(longer)).applyWait).toMatchObject({
      for: 'freeze',
      why: 'The change windows and freezes of Development leave no time to apply it: nothing is changed in Development during this freeze: Audit. The platform team changes them, or cancel the request.',
    });
    // Policy is looked at again each hour.
    const thawed = new World(database(), {
      settings: settingsWith(),
      from: longer,
    });
    await thawed.settle(2);
    expect(await find(thawed)).toMatchObject({ state: 'done' });
  });

  it('lets what nothing is planned for go on, but where policy names its kind', async () => {
    const lease = {
      duration: { days: 30 },
      extension: { upTo: { days: 90 }, approval: false },
      warnings: [],
      grace: { days: 7 },
    };
    const world = await approvedWith({ lease }, '2026-11-21T14:00');
    await world.settle(3);
    const made = await find(world);
    const extending = (until: string) => ({
      operation: 'extend',
      input: { until },
    });
    const bound = new World(database(), {
      settings: settingsWith({ lease, windows: [nights] }),
      from: world,
    });
    await bound.operate(
      bound.peers.addTask('extend-1'),
      made,
      extending('2027-01-10'),
    );
    await bound.settle(1);
    expect(await find(bound)).toMatchObject({ kind: 'extend', state: 'done' });
    const named = new World(database(), {
      settings: settingsWith({
        lease,
        windows: [{ ...nights, operations: ['extend'] }],
      }),
      from: bound,
    });
    await named.operate(
      named.peers.addTask('extend-2'),
      made,
      extending('2027-01-12'),
    );
    await named.settle(1);
    expect(await find(named)).toMatchObject({
      kind: 'extend',
      phase: 'waiting',
    });
  });

  it.each([
    ['2026-11-20T08:00', /is past/],
    ['2026-12-24T08:00', /can be put until 5 December 2026 at 13:00/],
    ['2027-03-28T02:30', /clocks in Europe\/Berlin never show/],
  ])('does not take %s for a start', async (startAt, words) => {
    const world = new World(database(), { settings: settingsWith() });
    await expect(
      world.open(world.peers.addTask('t1'), { startAt }),
    ).rejects.toThrow(words);
  });
});
