import { ConflictError } from '@backstage/errors';
import { ClaimedRequest } from '@backlot/plugin-vm-requests-node';
import { Chaos } from '../__testUtils__/Chaos';
import { approvers, priya } from '../__testUtils__/company';
import { useDatabase } from '../__testUtils__/useDatabase';
import { World } from '../__testUtils__/World';
import { RequestStore } from '../database/RequestStore';
import { listDueJobs } from '../recovery/RecoveryLoop';
import { claim } from './claim';
import { complete } from './complete';
import { decide } from './decide';
import { failTask } from './failTask';
import { LedgerContext } from './LedgerContext';

describe('failTask', () => {
  const database = useDatabase();
  let world: World;
  let claimed: ClaimedRequest;

  /** Recovery alone; tasks that it starts are not played. */
  async function recover(): Promise<void> {
    for (const job of await listDueJobs(world.truth)) {
      await job.run();
    }
  }

  /** The ledger for a call that reads a request just before something else happens to it. */
  function interrupted(interrupt: () => Promise<void>): LedgerContext {
    const chaos = new Chaos({ interruptAt: [1], interrupt });
    return {
      ...world.truth,
      store: chaos.around<RequestStore>(world.truth.store),
    };
  }

  const allThatIsKnown = async () => ({
    request: await world.truth.store.get(claimed.request),
    attempts: await world.truth.store.listAttempts(claimed.request),
    events: await world.truth.store.listEvents(claimed.request),
    effects: await world.truth.effects.list(claimed.request),
  });

  beforeEach(async () => {
    world = new World(database());
    await world.prepare(world.peers.addTask('t1'));
    const { id, plan } = (await world.request())!;
    await decide(
      world.truth,
      id,
      { ref: priya, ownership: [priya, approvers] },
      { what: 'approve', digest: plan!.digest },
    );
    await recover();
    claimed = await claim(world.truth, { request: id, task: 'apply-1' });
  });

  it('is tried again after a race, by what is true then', async () => {
    const applied = interrupted(async () => {
      // The apply is written down; the machine is not seen yet.
      await expect(
        complete(world.truth, { ...claimed, log: 'Apply complete!' }),
      ).rejects.toThrow(/does not show the machine/);
    });

    expect(
      await failTask(applied, { task: 'apply-1', message: 'It timed out.' }),
    ).toEqual({ state: 'applied' });

    expect(await world.request()).toMatchObject({
      state: 'applied',
      phase: 'starting',
      message: 'It timed out.',
    });
  });

  it('changes nothing when the task has lost the request meanwhile', async () => {
    let before: unknown;
    const replaced = interrupted(async () => {
      world.peers.startedTasks.forEach(task => {
        task.state = 'stale';
      });
      world.advance(10_000);
      await recover();
      before = await allThatIsKnown();
    });

    expect(
      await failTask(replaced, { task: 'apply-1', message: 'It timed out.' }),
    ).toEqual({ state: 'applying' });

    const after = await allThatIsKnown();
    expect(after).toEqual(before);
    expect(after.request.attempt).not.toBe(claimed.attempt);
  });

  it('changes nothing when its task never held a request', async () => {
    expect(await failTask(world.truth, { task: 'another' })).toEqual({});
    expect((await world.request())?.phase).toBe('running');
  });

  it('gives up when it loses each time', async () => {
    const transition = jest
      .spyOn(world.truth.store, 'transition')
      .mockRejectedValue(new ConflictError('Changed meanwhile.'));

    await expect(
      failTask(world.truth, { task: 'apply-1', message: 'It timed out.' }),
    ).rejects.toThrow('Changed meanwhile.');
    expect(transition).toHaveBeenCalledTimes(3);
  });
});
