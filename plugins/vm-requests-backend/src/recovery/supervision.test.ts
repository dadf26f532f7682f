import { claim } from '../ledger/claim';
import { complete } from '../ledger/complete';
import { decide } from '../ledger/decide';
import { failTask } from '../ledger/failTask';
import { openRequest } from '../ledger/openRequest';
import { steer } from '../ledger/steer';
import { submit } from '../ledger/submit';
import { anna, approvers, machineSpec, priya } from '../__testUtils__/company';
import { useDatabase } from '../__testUtils__/useDatabase';
import { World } from '../__testUtils__/World';
import { listDueJobs } from './RecoveryLoop';

const priyaHerself = { ref: priya, ownership: [priya, approvers] };
const annaHerself = { ref: anna, ownership: [anna] };

describe('attempts', () => {
  const database = useDatabase();
  let world: World;

  beforeEach(() => {
    world = new World(database());
  });

  async function approve(): Promise<string> {
    await world.prepare(world.peers.addTask('t1'));
    const { id, plan } = (await world.request())!;
    await decide(world.truth, id, priyaHerself, {
      what: 'approve',
      digest: plan!.digest,
    });
    return id;
  }

  /** Recovery alone; tasks that it starts are not played. */
  async function recover(): Promise<void> {
    for (const job of await listDueJobs(world.truth)) {
      await job.run();
    }
  }

  const applyTasks = () =>
    world.peers.startedTasks.filter(({ id }) => id.startsWith('apply-'));

  it('are given up when the task that prepares is gone', async () => {
    const task = world.peers.addTask('t1');
    await openRequest(world.truth, {
      spec: machineSpec(),
      requestedBy: anna,
      task: task.id,
    });
    world.advance(10_000);
    await recover();
    expect((await world.request())?.state).toBe('open');
    task.state = 'stale';
    world.advance(10_000);
    await recover();
    expect(await world.request()).toMatchObject({
      state: 'undoing',
      endsAs: 'failed',
      message: 'Task t1 is gone.',
    });
  });

  it('are started once, also when the answer of the start was lost', async () => {
    const id = await approve();
    const { start } = world.peers.tasks;
    world.peers.tasks.start = async request => {
      await start(request);
      throw new Error('socket hang up');
    };
    await recover();
    expect(await world.request()).toMatchObject({
      state: 'approved',
      obstruction: { cause: 'socket hang up' },
    });
    world.peers.tasks.start = start;
    world.advance(10_000);
    await recover();
    expect(applyTasks()).toHaveLength(1);
    await claim(world.truth, { request: id, task: 'apply-1' });
    expect((await world.request())?.state).toBe('applying');
  });

  it('go to one of two tasks, and only to those of the ledger', async () => {
    const id = await approve();
    await world.peers.tasks.start(id);
    await world.peers.tasks.start(id);
    world.peers.addTask('mine', { request: id, byPerson: true });
    await expect(
      claim(world.truth, { request: id, task: 'mine' }),
    ).rejects.toThrow(/was not started by the ledger/);
    const first = await claim(world.truth, { request: id, task: 'apply-2' });
    await expect(
      claim(world.truth, { request: id, task: 'apply-1' }),
    ).rejects.toThrow(/does not hold it/);
    const again = await claim(world.truth, { request: id, task: 'apply-2' });
    expect(again).toEqual(first);
  });

  it('are replaced when the task is gone, and late calls are refused', async () => {
    const id = await approve();
    await recover();
    const old = await claim(world.truth, { request: id, task: 'apply-1' });
    applyTasks()[0].state = 'stale';
    world.advance(10_000);
    await recover();
    await recover();
    expect(applyTasks()).toHaveLength(2);
    await expect(
      complete(world.truth, { ...old, log: 'Apply complete!' }),
    ).rejects.toThrow(/does not hold it/);
    await expect(
      claim(world.truth, { request: id, task: 'apply-1' }),
    ).rejects.toThrow(/does not hold it/);
    expect(await failTask(world.truth, { task: 'apply-1' })).toEqual({
      state: 'applying',
    });
    const fresh = await claim(world.truth, { request: id, task: 'apply-2' });
    expect(fresh.attempt).not.toBe(old.attempt);
  });

  it('are started as often as allowed, then a person chooses', async () => {
    const id = await approve();
    for (let round = 0; round < 10; round++) {
      await recover();
      applyTasks().forEach(task => {
        task.state = 'stale';
      });
      world.advance(10_000);
    }
    expect(applyTasks()).toHaveLength(3);
    expect(await world.request()).toMatchObject({
      state: 'approved',
      phase: 'held',
      message: expect.stringMatching(/was started 3 times/),
    });
    await steer(world.truth, id, annaHerself, { what: 'retry' });
    await world.settleNow();
    expect((await world.request())?.state).toBe('done');
  });

  it('wait for a person when an apply failed, with its words', async () => {
    const id = await approve();
    await recover();
    await claim(world.truth, { request: id, task: 'apply-1' });
    await failTask(world.truth, {
      task: 'apply-1',
      message: 'Error: disk full',
    });
    expect(await world.request()).toMatchObject({
      state: 'applying',
      phase: 'held',
      message: 'Error: disk full',
    });
    await world.settle(48);
    expect((await world.request())?.phase).toBe('held');
  });

  /** An apply that has failed, and what is left of it. */
  async function failedApply(half: boolean): Promise<string> {
    const id = await approve();
    await recover();
    await claim(world.truth, { request: id, task: 'apply-1' });
    if (half) {
      const { directory } = (await world.request())!;
      world.peers.machines.push({ source: 'lab', id: 'vm-1', name: 'web01' });
      world.peers.tainted.add(directory);
    }
    await failTask(world.truth, { task: 'apply-1', message: 'Error: no' });
    return id;
  }

  it('are tried again where the approved plan is still the plan', async () => {
    const id = await failedApply(false);
    await expect(
      steer(world.truth, id, annaHerself, { what: 'retry' }),
    ).rejects.toThrow(/Backlot is planning to see/);
    await recover();
    expect(await world.request()).toMatchObject({
      phase: 'held',
      retryCheck: { finds: 'approved-plan' },
      wakeAt: undefined,
    });
    await steer(world.truth, id, annaHerself, { what: 'retry' });
    await world.settleNow();
    expect((await world.request())?.state).toBe('done');
  });

  it('are not tried again where the plan is another by now', async () => {
    const id = await failedApply(true);
    await recover();
    await expect(
      steer(world.truth, id, annaHerself, { what: 'retry' }),
    ).rejects.toThrow(
      'The request cannot be tried again: The plan is no longer the approved one (1 to add, 0 to change, 1 to destroy), so a retry would be refused. Plan anew to have the new one approved, or roll back.',
    );
    await steer(world.truth, id, annaHerself, {
      what: 'roll-back',
      reason: 'Half made.',
    });
    await world.settle(1);
    expect((await world.request())?.state).toBe('rolled-back');
    expect(world.peers.machines).toEqual([]);
  });

  it('may be tried again where nobody can plan', async () => {
    const id = await failedApply(false);
    const { plan } = world.peers.jobs;
    world.peers.jobs.plan = async () => {
      throw new Error('Error: No value for required variable');
    };
    await recover();
    const events = await world.truth.store.listEvents(id);
    expect(events.at(-1)).toMatchObject({
      type: 'planned-after-failure',
      detail: {
        finds: 'unknown',
        cause: 'Error: No value for required variable',
      },
    });
    world.peers.jobs.plan = plan;
    await steer(world.truth, id, annaHerself, { what: 'retry' });
    await world.settleNow();
    expect((await world.request())?.state).toBe('done');
  });

  it('end as cancelled when the task that prepares was cancelled in the scaffolder', async () => {
    const task = world.peers.addTask('t1');
    const opened = await openRequest(world.truth, {
      spec: machineSpec(),
      requestedBy: anna,
      task: task.id,
    });
    task.state = 'cancelled';
    world.advance(10_000);
    await recover();
    expect(await world.request()).toMatchObject({
      state: 'undoing',
      endsAs: 'cancelled',
      message: 'Task t1 was cancelled.',
    });
    await world.settle(1);
    expect((await world.request())?.state).toBe('cancelled');
    const events = await world.truth.store.listEvents(opened.request);
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'cancelled',
        by: 'ledger',
        reason: 'Task t1 was cancelled.',
      }),
    );
  });

  it('end as cancelled also when the task says itself that it failed', async () => {
    const task = world.peers.addTask('t1');
    await openRequest(world.truth, {
      spec: machineSpec(),
      requestedBy: anna,
      task: task.id,
    });
    task.state = 'cancelled';
    await failTask(world.truth, { task: 't1', message: 'AbortError' });
    expect(await world.request()).toMatchObject({
      endsAs: 'cancelled',
      message: 'Its task t1 was cancelled in the scaffolder.',
    });
  });

  it('give all back when the task was cancelled before it claimed the request', async () => {
    await approve();
    await recover();
    applyTasks()[0].state = 'cancelled';
    world.advance(10_000);
    await recover();
    expect(await world.request()).toMatchObject({
      state: 'undoing',
      endsAs: 'cancelled',
    });
    await world.settle(1);
    expect((await world.request())?.state).toBe('cancelled');
    expect(world.peers.branches.size).toBe(0);
  });

  it('wait for a person when the task was cancelled after it claimed the request', async () => {
    const id = await approve();
    await recover();
    await claim(world.truth, { request: id, task: 'apply-1' });
    applyTasks()[0].state = 'cancelled';
    world.advance(10_000);
    await recover();
    expect(await world.request()).toMatchObject({
      state: 'applying',
      phase: 'held',
      message: 'Task apply-1 was cancelled.',
    });
    expect(applyTasks()).toHaveLength(1);
    await recover();
    await steer(world.truth, id, annaHerself, { what: 'retry' });
    await world.settleNow();
    expect((await world.request())?.state).toBe('done');
  });

  it('come again by themselves when only the writing down failed', async () => {
    await approve();
    const { activate } = world.peers.addresses;
    world.peers.addresses.activate = async () => {
      throw new Error('NetBox does not answer.');
    };
    await world.settleNow();
    expect(await world.request()).toMatchObject({
      state: 'applied',
      phase: 'starting',
      message: 'NetBox does not answer.',
    });
    world.peers.addresses.activate = activate;
    await world.settle(1);
    expect((await world.request())?.state).toBe('done');
    expect(world.peers.machines).toHaveLength(1);
  });

  it('hand a plan in once, and a second time to the same end', async () => {
    await world.prepare(
      world.peers.addTask('t1'),
      machineSpec({ environment: 'sandbox' }),
    );
    const request = (await world.request())!;
    const [first] = await world.truth.store.listAttempts(request.id);
    expect(
      await submit(world.truth, {
        request: request.id,
        attempt: first.id,
        plan: request.plan!,
      }),
    ).toMatchObject({ state: 'approved' });
  });

  it('are not begun on a plan that changes something else', async () => {
    const { plan } = await (async () => {
      await world.prepare(world.peers.addTask('t1'));
      return (await world.request())!;
    })();
    const opened = await openRequest(world.truth, {
      spec: machineSpec({ name: 'web02' }),
      requestedBy: anna,
      task: 't2',
    });
    await expect(
      submit(world.truth, { ...opened, plan: plan! }),
    ).rejects.toThrow(/has no pull request yet/);
  });

  it('expire when nobody decides', async () => {
    await world.prepare(world.peers.addTask('t1'));
    await world.settle(7 * 24 + 1);
    expect(await world.request()).toMatchObject({ state: 'expired' });
  });
});
