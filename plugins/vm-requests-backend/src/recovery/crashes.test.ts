import fc from 'fast-check';
import { canTransition, endStates } from '@backlot/plugin-vm-requests-common';
import { decide } from '../ledger/decide';
import { steer } from '../ledger/steer';
import { Chaos, Troubles } from '../__testUtils__/Chaos';
import {
  anna,
  approvers,
  machineSpec,
  payments,
  priya,
} from '../__testUtils__/company';
import { emptyDatabase, useDatabase } from '../__testUtils__/useDatabase';
import { World } from '../__testUtils__/World';
import { listDueJobs } from './RecoveryLoop';

jest.setTimeout(300_000);

const requester = { role: 'person', ref: anna, approver: false } as const;
const annaHerself = { ref: anna, ownership: [anna, payments] };
const priyaHerself = { ref: priya, ownership: [priya, approvers] };

interface Story {
  /** What the approver does with the plan. */
  decision: 'approve' | 'reject' | 'cancel' | 'nothing';
  environment: 'development' | 'sandbox';
  planFails: boolean;
  applyFails: boolean;
  troubles: Troubles;
}

const goodStory: Story = {
  decision: 'approve',
  environment: 'development',
  planFails: false,
  applyFails: false,
  troubles: {},
};

describe('a request in trouble', () => {
  const database = useDatabase();

  /** What people do once the request waits for them. */
  async function actAsPeople(world: World, story: Story): Promise<void> {
    const request = await world.request();
    if (request?.state === 'planned') {
      if (story.decision === 'approve' || story.decision === 'reject') {
        await decide(world.truth, request.id, priyaHerself, {
          what: story.decision,
          digest: request.plan!.digest,
          reason: 'Because.',
        });
      } else if (story.decision === 'cancel') {
        await steer(world.truth, request.id, annaHerself, { what: 'cancel' });
      }
    }
    if (request?.phase === 'held') {
      const broken = world.peers.tainted.size > 0;
      await steer(world.truth, request.id, annaHerself, {
        what: broken ? 'roll-back' : 'retry',
        reason: 'Mend it.',
      });
    }
  }

  /** The requester cancels in the middle of something, and recovery looks at it at once. */
  async function cancelIfPossible(world: World): Promise<void> {
    const request = await world.request();
    if (request && canTransition(request, 'cancel', requester)) {
      await steer(world.truth, request.id, annaHerself, { what: 'cancel' });
      for (const job of await listDueJobs(world.truth)) {
        await job.run();
      }
    }
  }

  async function play(story: Story): Promise<World> {
    await emptyDatabase(database());
    const world = new World(database(), { chaos: new Chaos(story.troubles) });
    world.peers.applyFailsHalfWay = story.applyFails ? 1 : 0;
    world.chaos.onInterrupt(() => cancelIfPossible(world));
    await world.prepare(
      world.peers.addTask('prepare-1'),
      machineSpec({ environment: story.environment }),
      { planFails: story.planFails },
    );
    for (let round = 0; round < 6; round++) {
      await world.settle(0.5);
      await actAsPeople(world, story);
    }
    await world.settle(12 * 24);
    return world;
  }

  async function checkNothingLeaks(world: World, story: Story): Promise<void> {
    const request = await world.request();
    const { peers } = world;
    if (!request) {
      expect(peers.addressesByKey.size + peers.branches.size).toBe(0);
      return;
    }
    const hint = `${JSON.stringify(story)} ${request.state} ${request.message}`;
    expect([hint, endStates.includes(request.state)]).toEqual([hint, true]);
    const events = await world.truth.store.listEvents(request.id);
    const ends = events.filter(({ to }) => to && endStates.includes(to));
    expect([hint, ends.length]).toEqual([hint, 1]);
    const effects = await world.truth.effects.list(request.id);
    expect([hint, effects.filter(({ doneAt }) => !doneAt)]).toEqual([hint, []]);
    expect(peers.reservations.size).toBe(0);
    const { items: machines } = await world.truth.store.listMachines({
      limit: 10,
    });
    const name = await world.truth.store.findName(request.nameKey);
    const macAddresses = await world.truth.store.listMacAddresses(
      world.truth.settings.macAddresses,
    );
    if (request.state === 'done') {
      expect([hint, peers.machines.length]).toEqual([hint, 1]);
      expect(machines).toMatchObject([{ guest: { state: 'reported' } }]);
      expect([...peers.addressesByKey.values()]).toEqual(['active']);
      expect([...peers.branches.values()]).toMatchObject([{ merged: true }]);
      expect([...peers.records]).toEqual([
        [request.name, request.interfaces?.map(each => each.macAddress)],
      ]);
      expect(name).toBe(request.id);
      expect(macAddresses).toEqual([request.interfaces?.[0].macAddress]);
    } else {
      expect([hint, peers.machines.length]).toEqual([hint, 0]);
      expect(machines).toEqual([]);
      expect([hint, [...peers.addressesByKey]]).toEqual([hint, []]);
      expect([hint, peers.branches.size]).toEqual([hint, 0]);
      expect(peers.records.size).toBe(0);
      expect(name).toBeUndefined();
      expect(macAddresses).toEqual([]);
    }
  }

  it('is done when nobody kills it', async () => {
    const world = await play(goodStory);
    expect(await world.request()).toMatchObject({ state: 'done' });
    await checkNothingLeaks(world, goodStory);
    expect(world.peers.notifications.map(({ title }) => title)).toEqual([
      'web01.dev.acme.example waits for approval',
      'priya.nair approved web01.dev.acme.example',
      'web01.dev.acme.example is ready',
      'The guest of web01.dev.acme.example has reported 10.20.210.17',
    ]);
  });

  it.each<[string, Partial<Story>, string]>([
    ['approved by policy', { environment: 'sandbox' }, 'done'],
    ['rejected', { decision: 'reject' }, 'rejected'],
    ['cancelled', { decision: 'cancel' }, 'cancelled'],
    ['left alone', { decision: 'nothing' }, 'expired'],
    ['planned in vain', { planFails: true }, 'failed'],
    ['applied half-way and rolled back', { applyFails: true }, 'rolled-back'],
  ])('ends right when it is %s', async (_, part, state) => {
    const story = { ...goodStory, ...part };
    const world = await play(story);
    expect((await world.request())?.state).toBe(state);
    await checkNothingLeaks(world, story);
  });

  it.each<[string, Partial<Story>, number]>([
    ['the good way', {}, 0],
    ['a rejection', { decision: 'reject' }, 60],
    ['a roll-back', { applyFails: true }, 120],
  ])('ends right after a kill at each moment of %s', async (_, part, from) => {
    const story = { ...goodStory, ...part };
    const { moments } = (await play(story)).chaos;
    expect(moments).toBeGreaterThan(from + 20);
    for (let moment = from; moment < moments; moment++) {
      const killed = { ...story, troubles: { killAt: [moment] } };
      await checkNothingLeaks(await play(killed), killed);
    }
  });

  it('ends right after an answer was lost at each moment', async () => {
    const { moments } = (await play(goodStory)).chaos;
    for (let moment = 0; moment < moments; moment++) {
      const unlucky = { ...goodStory, troubles: { loseAt: [moment] } };
      await checkNothingLeaks(await play(unlucky), unlucky);
    }
    expect(moments).toBeGreaterThan(100);
  });

  it('ends right when it is cancelled at each moment', async () => {
    const { moments } = (await play(goodStory)).chaos;
    for (let moment = 0; moment < moments; moment++) {
      const regretted = { ...goodStory, troubles: { interruptAt: [moment] } };
      await checkNothingLeaks(await play(regretted), regretted);
    }
    expect(moments).toBeGreaterThan(100);
  });

  it('ends right whatever happens', async () => {
    const moments = (most: number) =>
      fc.uniqueArray(fc.integer({ min: 0, max: 250 }), { maxLength: most });
    await fc.assert(
      fc.asyncProperty(
        fc.record<Story>({
          decision: fc.constantFrom('approve', 'reject', 'cancel', 'nothing'),
          environment: fc.constantFrom('development', 'sandbox'),
          planFails: fc.boolean(),
          applyFails: fc.boolean(),
          troubles: fc.record({
            killAt: moments(3),
            loseAt: moments(3),
            interruptAt: moments(1),
          }),
        }),
        async story => {
          const world = await play(story);
          await checkNothingLeaks(world, story);
          expect(world.chaos.dead).toBe(false);
        },
      ),
      { numRuns: 60 },
    );
  });
});
