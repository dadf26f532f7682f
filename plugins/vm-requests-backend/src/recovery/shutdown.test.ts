import { once, setMaxListeners } from 'node:events';
import { mockServices } from '@backstage/backend-test-utils';
import { claim } from '../ledger/claim';
import { decide } from '../ledger/decide';
import { failTask } from '../ledger/failTask';
import { steer } from '../ledger/steer';
import { anna, approvers, machineSpec, priya } from '../__testUtils__/company';
import { MemoryPeers } from '../__testUtils__/MemoryPeers';
import { useDatabase } from '../__testUtils__/useDatabase';
import { World } from '../__testUtils__/World';
import { listDueJobs, RecoveryLoop } from './RecoveryLoop';

jest.setTimeout(60_000);

describe('recovery with roll-backs whose Atlantis takes long', () => {
  const database = useDatabase();

  /** Peers whose plans end only when they are told to. */
  function slowPlans(begun: () => void) {
    return (peers: MemoryPeers) => (signal: AbortSignal) => ({
      ...peers,
      forge: peers.forge,
      addresses: peers.addresses,
      inventory: peers.inventory,
      tasks: peers.tasks,
      people: peers.people,
      jobs: {
        ...peers.jobs,
        plan: async () => {
          begun();
          await once(signal, 'abort');
          throw signal.reason;
        },
      },
    });
  }

  /** Requests that were applied half-way and are to be rolled back. */
  async function rollBacks(world: World, names: string[]): Promise<string[]> {
    const ids: string[] = [];
    for (const name of names) {
      await world.prepare(
        world.peers.addTask(`prepare-${name}`),
        machineSpec({ name }),
      );
      const { id, plan } = (await world.request())!;
      await decide(
        world.truth,
        id,
        { ref: priya, ownership: [priya, approvers] },
        { what: 'approve', digest: plan!.digest },
      );
      const task = await world.peers.tasks.start(id);
      await claim(world.truth, { request: id, task });
      await failTask(world.truth, { task, message: 'Error: no' });
      world.peers.startedTasks.at(-1)!.state = 'ended';
      await steer(
        world.truth,
        id,
        { ref: anna, ownership: [anna] },
        { what: 'roll-back', reason: 'Half made.' },
      );
      ids.push(id);
    }
    return ids;
  }

  it('looks at others meanwhile, ends within two seconds, and is gone on with', async () => {
    const shutdown = new AbortController();
    setMaxListeners(0, shutdown.signal);
    let begun = 0;
    const world = new World(database(), {
      signal: shutdown.signal,
      peersOf: slowPlans(() => {
        begun += 1;
      }),
    });
    const ids = await rollBacks(world, ['web01', 'web02']);
    const task = world.peers.addTask('prepare-web03');
    await world.prepare(task, machineSpec({ name: 'web03' }));
    const other = (await world.request())!;
    await steer(
      world.truth,
      other.id,
      { ref: anna, ownership: [anna] },
      { what: 'cancel' },
    );

    const loop = new RecoveryLoop({
      everyMs: 20,
      logger: mockServices.logger.mock(),
    });
    loop.start(() => listDueJobs(world.truth));
    const end = Date.now() + 20_000;
    const isDone = async () =>
      begun === 2 &&
      (await world.truth.store.get(other.id)).state === 'cancelled';
    while (!(await isDone())) {
      expect(Date.now()).toBeLessThan(end);
      await new Promise(resolve => {
        setTimeout(resolve, 20);
      });
    }

    const told = performance.now();
    shutdown.abort(new Error('The backend shuts down.'));
    await loop.stop();
    expect(performance.now() - told).toBeLessThan(2_000);
    const leases = await database()('leases').whereNotNull('holder');
    expect(leases).toEqual([]);

    // The next process, whose Atlantis answers. What the last one did to its peers is there still.
    const next = new World(database(), { peersOf: () => () => world.peers });
    for (let round = 0; round < 5; round++) {
      for (const job of await listDueJobs(next.truth)) {
        await job.run();
      }
    }
    const states = await Promise.all(
      ids.map(async id => (await next.truth.store.get(id)).state),
    );
    expect(states).toEqual(['rolled-back', 'rolled-back']);
  });
});
