import { Plan, PlanChange } from '@backlot/plugin-vm-requests-common';
import {
  anna,
  approvers,
  machineSpec,
  platformTeam,
  priya,
} from '../__testUtils__/company';
import { useDatabase } from '../__testUtils__/useDatabase';
import { World } from '../__testUtils__/World';
import { StoredRequest } from '../database/StoredRequest';
import { checkGate } from '../ledger/checkGate';
import { claim } from '../ledger/claim';
import { decide } from '../ledger/decide';
import { failTask } from '../ledger/failTask';
import { steer, Steering } from '../ledger/steer';
import { listDueJobs } from './RecoveryLoop';

const priyaHerself = { ref: priya, ownership: [priya, approvers] };
const platform = {
  ref: 'user:default/paul.kraft',
  ownership: ['user:default/paul.kraft', platformTeam],
};
const annaHerself = { ref: anna, ownership: [anna] };

describe('a new plan after a failed apply', () => {
  const database = useDatabase();
  let world: World;

  beforeEach(() => {
    world = new World(database());
  });

  async function request(): Promise<StoredRequest> {
    return (await world.request())!;
  }

  /** Recovery alone; tasks that it starts are not played. */
  async function recover(): Promise<void> {
    for (const job of await listDueJobs(world.truth)) {
      await job.run();
    }
  }

  async function choose(what: Steering): Promise<void> {
    const { id } = await request();
    await steer(world.truth, id, annaHerself, { what, reason: 'Because.' });
  }

  async function approve(person = priyaHerself): Promise<void> {
    const { id, plan } = await request();
    await decide(world.truth, id, person, {
      what: 'approve',
      digest: plan!.digest,
    });
  }

  async function reject(): Promise<void> {
    const { id } = await request();
    await decide(world.truth, id, priyaHerself, {
      what: 'reject',
      reason: 'Not so.',
    });
  }

  /** A request whose apply has failed, and what is left of it in vCenter and in Terraform's state. */
  async function failedApply(
    left: (directory: string, id: string) => void,
    environment: string = 'development',
  ): Promise<StoredRequest> {
    await world.prepare(
      world.peers.addTask('t1'),
      machineSpec({ environment }),
    );
    const { id, directory, state } = await request();
    if (state === 'planned') {
      await approve();
    }
    await recover();
    await claim(world.truth, { request: id, task: 'apply-1' });
    left(directory, id);
    await failTask(world.truth, { task: 'apply-1', message: 'Error: no' });
    await recover();
    return request();
  }

  function addMachine(_: string, id: string): void {
    world.peers.machines.push({
      source: 'lab',
      id: 'vm-1',
      name: 'web01',
      instanceUuid: 'uuid-1',
      annotation: `request ${id}`,
    });
  }

  /** The machine was made, and is marked as half made. */
  function halfMade(directory: string, id: string): void {
    addMachine(directory, id);
    world.peers.tainted.add(directory);
  }

  /** Has Terraform plan something else than the peers in memory would. */
  function planInstead(change: (plan: Plan) => Plan): void {
    const { plan } = world.peers.jobs;
    world.peers.jobs.plan = async place => change(await plan(place));
  }

  async function ask(plan: Pick<Plan, 'digest' | 'commit'>): Promise<void> {
    const { repository, directory, pullRequest } = await request();
    await checkGate(
      world.truth,
      {
        repository,
        directory,
        workspace: 'default',
        pull: pullRequest!.number,
        commit: plan.commit,
        digest: plan.digest,
      },
      'atlantis-gate',
    );
  }

  function expectNothingGivenBack(): void {
    expect(world.peers.branches.size).toBe(1);
    expect([...world.peers.addressesByKey.values()]).toEqual(['reserved']);
  }

  it('is kept beside the approved one, and waits for approval again', async () => {
    const { plan: first, decision } = await failedApply(halfMade);
    await choose('replan');
    expect(await request()).toMatchObject({
      state: 'applying',
      phase: 'planning',
    });
    await recover();
    expect(await request()).toMatchObject({
      state: 'planned',
      phase: 'none',
      mayExist: true,
      plan: { summary: { add: 1, change: 0, destroy: 1 } },
      decision: undefined,
      replaced: { plan: first, decision },
      approvers: [approvers],
    });
    expect(
      world.truth.clock.now().toISOString() < (await request()).wakeAt!,
    ).toBe(true);
    await world.settleNow();
    expect(world.peers.notifications.at(-1)).toMatchObject({
      recipients: [approvers],
      title: 'web01.dev.acme.example waits for approval again',
      severity: 'high',
    });
  });

  it('is applied once it is approved, and the plan before it is refused from when it is there', async () => {
    const { id, plan: first } = await failedApply(halfMade);
    await choose('replan');
    await expect(ask(first!)).rejects.toThrow(/is not applying/);
    await recover();
    await expect(ask(first!)).rejects.toThrow(/is not applying/);
    await expect(
      decide(world.truth, id, priyaHerself, {
        what: 'approve',
        digest: first!.digest,
      }),
    ).rejects.toThrow(/not the one that you saw/);
    await expect(approve(annaHerself)).rejects.toThrow(/cannot decide on it/);
    await approve();
    await recover();
    const second = (await request()).plan!;
    const { approved } = await claim(world.truth, {
      request: id,
      task: 'apply-2',
    });
    expect(approved?.digest).toBe(second.digest);
    await expect(ask(first!)).rejects.toThrow(/approved for the plan/);
    await expect(ask({ ...second, commit: 'b'.repeat(40) })).rejects.toThrow(
      /approved for commit/,
    );
    await ask(second);
    world.peers.startedTasks.forEach(task => {
      task.state = 'stale';
    });
    await world.settle(1);
    expect((await request()).state).toBe('done');
    expect(world.peers.machines).toHaveLength(1);
    expect(world.peers.tainted.size).toBe(0);
  });

  it.each<[string, () => Promise<void>, object]>([
    ['rejected', reject, { message: 'Not so.' }],
    ['cancelled', () => choose('cancel'), { message: 'Because.' }],
    [
      'left alone',
      () => world.settle(8 * 24),
      { message: 'Nobody decided on the new plan in time.' },
    ],
  ])(
    'gives nothing back when it is %s, and lets a person choose again',
    async (_, end, left) => {
      await failedApply(halfMade);
      await choose('replan');
      await recover();
      await end();
      await world.settle(1);
      expect(await request()).toMatchObject({
        state: 'applying',
        phase: 'held',
        ...left,
      });
      expectNothingGivenBack();
      await expect(choose('retry')).rejects.toThrow(
        /Nobody approved the plan that took the place/,
      );
      await choose('replan');
      await recover();
      expect((await request()).state).toBe('planned');
      await choose('cancel');
      await choose('roll-back');
      await world.settle(1);
      expect((await request()).state).toBe('rolled-back');
      expect(world.peers.machines).toEqual([]);
    },
  );

  it('can be taken back after its approval, and tried again', async () => {
    await failedApply(halfMade);
    await choose('replan');
    await recover();
    await approve();
    await choose('cancel');
    expect(await request()).toMatchObject({
      state: 'applying',
      phase: 'held',
      retryCheck: { finds: 'pending' },
    });
    await world.settleNow();
    expectNothingGivenBack();
    await choose('retry');
    await world.settle(1);
    expect((await request()).state).toBe('done');
  });

  it('waits for a person again when its task was cancelled before it claimed the request', async () => {
    await failedApply(halfMade);
    await choose('replan');
    await recover();
    await approve();
    await recover();
    world.peers.startedTasks.at(-1)!.state = 'cancelled';
    world.advance(10_000);
    await recover();
    await recover();
    expect(await request()).toMatchObject({
      state: 'applying',
      phase: 'held',
      retryCheck: { finds: 'approved-plan' },
    });
    expectNothingGivenBack();
  });

  it('goes on at once where nothing is left to do', async () => {
    await failedApply(addMachine);
    await choose('replan');
    await world.settle(1);
    expect(await request()).toMatchObject({
      state: 'done',
      plan: { summary: { add: 1 } },
      replaced: undefined,
    });
  });

  it('goes on where nothing is left to do of what nobody approved, and lets nothing be applied', async () => {
    const { id, directory } = await failedApply(halfMade);
    await choose('replan');
    await recover();
    const rejected = (await request()).plan!;
    await reject();
    world.peers.tainted.delete(directory);
    await choose('replan');
    await recover();
    await recover();
    await claim(world.truth, { request: id, task: 'apply-2' });
    expect(await request()).toMatchObject({
      plan: { summary: { add: 0, change: 0, destroy: 0 } },
      decision: { by: 'policy', approved: true },
    });
    await expect(ask(rejected)).rejects.toThrow(/approved for the plan/);
    world.peers.startedTasks.forEach(task => {
      task.state = 'stale';
    });
    await world.settle(1);
    expect((await request()).state).toBe('done');
  });

  it('is the approved one again where somebody deleted the half-made machine', async () => {
    const { directory } = await failedApply(halfMade);
    world.peers.machines.splice(0);
    world.peers.tainted.delete(directory);
    await choose('replan');
    await world.settle(1);
    expect((await request()).state).toBe('done');
    expect(world.peers.machines).toHaveLength(1);
  });

  it('puts right what somebody changed by hand, once it is approved', async () => {
    await failedApply((directory, id) => {
      addMachine(directory, id);
      world.peers.changedByHand.add(directory);
    });
    await expect(choose('retry')).rejects.toThrow(/0 to add, 1 to change/);
    await choose('replan');
    await recover();
    expect(await request()).toMatchObject({
      state: 'planned',
      plan: { changes: [{ actions: ['update'] }] },
    });
    await approve();
    await world.settle(1);
    expect((await request()).state).toBe('done');
    expect(world.peers.changedByHand.size).toBe(0);
  });

  it('ends in Terraform’s words where it cannot be made, and a choice', async () => {
    await failedApply(halfMade);
    const { plan } = world.peers.jobs;
    world.peers.jobs.plan = async () => {
      throw new Error('Error: virtual machine template rhel9 not found');
    };
    await choose('replan');
    await recover();
    expect(await request()).toMatchObject({
      state: 'applying',
      phase: 'held',
      message:
        'It could not be planned anew. Error: virtual machine template rhel9 not found',
      retryCheck: { finds: 'unknown' },
    });
    world.peers.jobs.plan = plan;
    await choose('replan');
    await recover();
    expect((await request()).state).toBe('planned');
  });

  describe('with a Terraform state that is lost', () => {
    const words =
      /lab shows machine vm-1 named web01, and Terraform's state of vms\/development\/web01 does not know it/;

    it('makes no second machine, and is neither retried nor approved', async () => {
      const { directory } = await failedApply((place, id) => {
        addMachine(place, id);
        world.peers.lostStates.add(place);
      });
      await expect(choose('retry')).rejects.toThrow(words);
      await choose('replan');
      await recover();
      expect(await request()).toMatchObject({
        state: 'applying',
        phase: 'held',
        message: expect.stringMatching(words),
        retryCheck: { finds: 'second-machine' },
      });
      await expect(choose('retry')).rejects.toThrow(words);
      // The platform team imports it into the state.
      world.peers.lostStates.delete(directory);
      await choose('replan');
      await world.settle(1);
      expect((await request()).state).toBe('done');
      expect(world.peers.machines).toHaveLength(1);
    });

    it('waits a while for the inventory to say whether there is a machine', async () => {
      await failedApply(() => {});
      world.peers.live = false;
      await choose('replan');
      await recover();
      expect(await request()).toMatchObject({
        phase: 'planning',
        obstruction: { obstacle: 'inventory' },
      });
      await world.settle(1);
      expect(await request()).toMatchObject({
        state: 'applying',
        phase: 'held',
        message:
          'It could not be planned anew. The inventory of lab cannot say whether there is a machine web01 already. Plan anew once the source is live again.',
      });
      world.peers.live = true;
      await choose('replan');
      await world.settle(1);
      expect((await request()).state).toBe('done');
    });

    it('is rolled back only once the machine is gone', async () => {
      await failedApply((place, id) => {
        addMachine(place, id);
        world.peers.lostStates.add(place);
      });
      await choose('roll-back');
      await world.settle(0.01);
      expect(await request()).toMatchObject({
        state: 'rolling-back',
        obstruction: {
          obstacle: 'platform-team',
          why: expect.stringMatching(/shows machine vm-1/),
        },
      });
      world.peers.machines.splice(0);
      await world.settle(1);
      expect((await request()).state).toBe('rolled-back');
    });
  });

  it.each<[string, Partial<PlanChange>, RegExp]>([
    [
      'replaces what the request did not make',
      { address: 'module.vm.other.this', actions: ['delete', 'create'] },
      /also delete and create module\.vm\.other\.this/,
    ],
    ['only destroys', { actions: ['delete'] }, /also delete module/],
    ['imports', { importing: { id: 'vm-9' } }, /also import module/],
  ])('may not be approved where it %s', async (_, part, words) => {
    await failedApply(halfMade);
    planInstead(plan => ({
      ...plan,
      changes: plan.changes.map(change => ({
        ...change,
        reason: undefined,
        ...part,
      })),
    }));
    await choose('replan');
    await recover();
    expect(await request()).toMatchObject({
      state: 'applying',
      phase: 'held',
      message: expect.stringMatching(words),
      retryCheck: { finds: 'other-plan' },
    });
    await choose('roll-back');
    expect((await request()).state).toBe('rolling-back');
  });

  it('may not be approved where somebody pushed to the branch', async () => {
    await failedApply(halfMade);
    planInstead(plan => ({ ...plan, commit: 'b'.repeat(40) }));
    await choose('replan');
    await recover();
    expect(await request()).toMatchObject({
      phase: 'held',
      message: expect.stringMatching(/Somebody pushed to the branch/),
    });
  });

  it('changes what an earlier apply of the same request made, whichever of its plans that was', async () => {
    const { directory } = await failedApply(halfMade);
    await choose('replan');
    await recover();
    await approve();
    world.peers.applyFailsHalfWay = 1;
    await world.settleNow();
    expect((await request()).phase).toBe('held');
    world.peers.tainted.delete(directory);
    world.peers.changedByHand.add(directory);
    await choose('replan');
    await recover();
    expect(await request()).toMatchObject({
      state: 'planned',
      replaced: {
        plan: { changes: [{ actions: ['delete', 'create'] }] },
        made: ['module.vm.vsphere_virtual_machine.this'],
      },
    });
    await approve();
    await world.settle(1);
    expect((await request()).state).toBe('done');
  });

  describe('where policy approves', () => {
    it('is decided by the platform team once it destroys something', async () => {
      await failedApply(halfMade, 'sandbox');
      await choose('replan');
      await recover();
      await world.settle(1);
      expect(await request()).toMatchObject({
        state: 'planned',
        approvers: [platformTeam],
      });
      await approve(platform);
      await world.settle(1);
      expect((await request()).state).toBe('done');
    });

    it('says that nobody can decide where there is no platform team', async () => {
      world = new World(database(), { settings: { platformTeam: [] } });
      await failedApply(halfMade, 'sandbox');
      await choose('replan');
      await recover();
      expect(await request()).toMatchObject({
        phase: 'held',
        message: expect.stringMatching(/which policy alone does not approve/),
      });
    });

    it('is approved by policy where it destroys nothing', async () => {
      await failedApply((directory, id) => {
        addMachine(directory, id);
        world.peers.changedByHand.add(directory);
      }, 'sandbox');
      await choose('replan');
      await world.settle(1);
      expect(await request()).toMatchObject({
        state: 'done',
        decision: { by: 'policy' },
        replaced: { decision: { by: 'policy' } },
      });
    });
  });

  it('is made once no job of Atlantis runs any more', async () => {
    await failedApply(halfMade);
    let running = true;
    world.peers.jobs.isRunning = async () => running;
    await choose('replan');
    await recover();
    expect(await request()).toMatchObject({
      phase: 'planning',
      obstruction: { obstacle: 'atlantis' },
    });
    running = false;
    await world.settle(1);
    expect((await request()).state).toBe('planned');
  });

  it('is made of nothing but a request that waits for a person', async () => {
    await world.prepare(world.peers.addTask('t1'));
    await expect(choose('replan')).rejects.toThrow(/it is planned/);
    await approve();
    await recover();
    await claim(world.truth, {
      request: (await request()).id,
      task: 'apply-1',
    });
    await expect(choose('replan')).rejects.toThrow(/a task is working on it/);
  });

  it('finishes a decommission whose machine is half gone', async () => {
    await world.prepare(world.peers.addTask('t1'));
    await approve();
    await world.settle(1);
    const made = await request();
    await world.operate(world.peers.addTask('end-1'), made, {
      operation: 'decommission',
      input: { name: made.name },
    });
    await approve();
    await recover();
    const { id } = await request();
    await claim(world.truth, { request: id, task: 'apply-2' });
    await failTask(world.truth, { task: 'apply-2', message: 'Error: no' });
    planInstead(plan => ({
      ...plan,
      digest: `sha256:${'9'.repeat(64)}`,
      changes: plan.changes.map(change => ({ ...change, id: 7 })),
    }));
    await recover();
    await expect(choose('retry')).rejects.toThrow(
      /Plan anew to have the new one approved\.$/,
    );
    await choose('replan');
    await recover();
    expect(await request()).toMatchObject({
      state: 'planned',
      kind: 'decommission',
      plan: { digest: `sha256:${'9'.repeat(64)}` },
    });
    await reject();
    expect(await request()).toMatchObject({ state: 'applying', phase: 'held' });
  });
});
