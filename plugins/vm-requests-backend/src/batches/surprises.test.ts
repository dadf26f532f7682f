import {
  changeWindowSchema,
  LedgerMachine,
} from '@backlot/plugin-vm-requests-common';
import {
  anna,
  machineSpec,
  payments,
  platformTeam,
  priya,
  settings,
} from '../__testUtils__/company';
import { availableDatabases } from '../__testUtils__/availableDatabases';
import { useDatabase } from '../__testUtils__/useDatabase';
import { World } from '../__testUtils__/World';
import { decide } from '../ledger/decide';
import { listDueJobs } from '../recovery/RecoveryLoop';
import { steer } from '../ledger/steer';
import { openOperations } from './openOperations';
import { resumeBatch } from './steerBatch';
import { messageOf } from './tellOfBatch';

jest.setTimeout(60_000);

const annaAs = { ref: anna, ownership: [anna, payments] };
const priyaAs = { ref: priya, ownership: [priya, platformTeam] };

const databases = availableDatabases();

async function makeThree(world: World): Promise<LedgerMachine[]> {
  for (const name of ['a1', 'a2', 'a3']) {
    await world.prepare(
      world.peers.addTask(`make-${name}`),
      machineSpec({ name, environment: 'sandbox' }),
    );
  }
  await world.settle();
  return (await world.truth.store.listMachines({ limit: 10 })).items;
}

describe.each(databases.eachSupportedId())(
  'a surprise in a batch in turn, %p',
  dialect => {
    const database = useDatabase({ databases, id: dialect });
    let world: World;
    let batch: string;

    /** The second plan also changes the memory. Policy approves in the sandbox. */
    beforeEach(async () => {
      world = new World(database());
      const items = await makeThree(world);
      const machines = [...items].sort((one, other) =>
        one.name < other.name ? -1 : 1,
      );
      ({ id: batch } = await openOperations(
        world.ledger,
        {
          kind: 'resize',
          reason: 'More load',
          inTurn: true,
          machines: machines.map(({ id, name }) => ({
            id,
            values: { cpus: 4, ...(name === 'a2' && { memoryMib: 8192 }) },
          })),
        },
        anna,
      ));
      await world.settle();
    });

    const items = () => world.truth.batches.listItems(batch);
    const states = async () =>
      (await items()).map(({ request }) => request?.state);

    it('waits for a person also where policy would approve, in words, and the rest waits for it', async () => {
      expect(await states()).toEqual(['done', 'planned', 'approved']);
      const [, surprising] = await items();
      expect(surprising.request).toMatchObject({
        approvers: [platformTeam],
        message:
          'Its plan is another than that of a1: it would also change memory of vsphere_virtual_machine.',
      });
      expect(
        messageOf(await world.truth.batches.get(batch), await items()),
      ).toMatch(/^a2 is not what was expected.*Approve it to go on, reject it/);
      expect(
        world.peers.notifications.filter(({ title }) => /approval/.test(title)),
      ).toEqual([expect.objectContaining({ recipients: [platformTeam] })]);

      const { id, plan } = await world.truth.store.get(surprising.request!.id);
      await decide(world.truth, id, priyaAs, {
        what: 'approve',
        digest: plan?.digest,
      });
      await world.settle();
      expect(await states()).toEqual(['done', 'done', 'done']);
      expect((await world.truth.store.get(id)).message).toBeUndefined();
    });

    it('stops the batch when it is rejected, until the requester has the rest go on', async () => {
      const [, surprising] = await items();
      await decide(world.truth, surprising.request!.id, priyaAs, {
        what: 'reject',
        reason: 'Not that one.',
      });
      await world.settle();
      expect(await states()).toEqual(['done', 'rejected', 'approved']);
      const stopped = await world.truth.batches.get(batch);
      expect(stopped.state).toBe('stopped');
      expect(messageOf(stopped, await items())).toMatch(/^a2 was rejected/);

      await resumeBatch(world.ledger, stopped);
      await world.settle();
      expect(await states()).toEqual(['done', 'rejected', 'done']);
    });
  },
);

describe.each(databases.eachSupportedId())(
  'a plan of a batch in turn that policy approved, %p',
  dialect => {
    const database = useDatabase({ databases, id: dialect });
    let world: World;

    const ask = async (values: Record<string, object> = {}) => {
      const items = await makeThree(world);
      const { id } = await openOperations(
        world.ledger,
        {
          kind: 'resize',
          reason: 'More load',
          inTurn: true,
          machines: items
            .sort((one, other) => (one.name < other.name ? -1 : 1))
            .map(machine => ({
              id: machine.id,
              values: { cpus: 4, ...values[machine.name] },
            })),
        },
        anna,
      );
      return id;
    };

    const requestsOf = async (batch: string) =>
      world.truth.store.getMany(
        (await world.truth.batches.listItems(batch)).flatMap(
          ({ request }) => request?.id ?? [],
        ),
      );

    const states = async (batch: string) =>
      (await requestsOf(batch)).map(request => request?.state);

    const told = () =>
      world.peers.notifications.filter(({ title }) => /approval/.test(title));

    it('is judged before its turn beside those that were planned at the same time', async () => {
      world = new World(database());
      const batch = await ask({ a2: { memoryMib: 8192 } });
      for (const job of await listDueJobs(world.ledger)) {
        await job.run();
      }
      const plan = world.peers.jobs.plan;
      let planned = 0;
      let go = () => {};
      const all = new Promise<void>(resolve => {
        go = resolve;
      });
      // Each is planned, and none recorded, before any is judged.
      world.peers.jobs.plan = async place => {
        const made = await plan(place);
        planned += 1;
        if (planned === 3) {
          go();
        }
        await all;
        return made;
      };
      await Promise.all(
        world.peers.startedTasks
          .filter(({ item, state }) => item && state === 'queued')
          .map(task => {
            const { machine, reason, batch: _, ...input } = task.item!.values;
            return world.operate(
              task,
              { machineId: String(machine) },
              {
                operation: 'resize',
                input,
                reason: String(reason),
                requestedBy: undefined,
              },
            );
          }),
      );
      world.peers.jobs.plan = plan;
      expect(await states(batch)).toEqual(['approved', 'approved', 'approved']);

      await world.settle();
      expect(await states(batch)).toEqual(['done', 'planned', 'approved']);
      const [, surprising] = await requestsOf(batch);
      expect(surprising).toMatchObject({
        approvers: [platformTeam],
        decision: undefined,
        message: expect.stringMatching(
          /another than that of a1.*change memory/,
        ),
      });
      expect(told()).toEqual([
        expect.objectContaining({
          recipients: expect.arrayContaining([platformTeam]),
          description: expect.stringMatching(
            /^Policy approved its plan alone.*another than that of a1/,
          ),
        }),
      ]);
      await decide(world.truth, surprising!.id, priyaAs, {
        what: 'approve',
        digest: surprising!.plan?.digest,
      });
      await world.settle();
      expect(await states(batch)).toEqual(['done', 'done', 'done']);
    });

    it('waits for its turn without being put off by each window, and is planned anew when it comes', async () => {
      const { sandbox } = settings.policy.environments;
      const nights = changeWindowSchema.parse({
        days: ['mon', 'tue', 'wed', 'thu', 'fri'],
        from: '20:00',
        to: '06:00',
        operations: ['resize'],
      });
      world = new World(database(), {
        settings: {
          policy: {
            ...settings.policy,
            environments: {
              ...settings.policy.environments,
              sandbox: { ...sandbox, windows: [nights] },
            },
          },
        },
      });
      const batch = await ask();
      await world.settle(1);
      const phases = async () =>
        (await requestsOf(batch)).map(request => request?.phase);
      expect(await phases()).toEqual(['waiting', 'starting', 'starting']);

      // The world begins on a Saturday.
      await world.settle(4 * 24);
      expect(await states(batch)).toEqual(['done', 'done', 'done']);
      expect(
        world.peers.notifications.filter(({ title }) =>
          /and waits/.test(title),
        ),
      ).toHaveLength(1);
      const [, second] = await requestsOf(batch);
      expect(await world.truth.store.listEvents(second!.id)).toContainEqual(
        expect.objectContaining({
          reason: expect.stringMatching(/^Its turn has come\. Its plan is old/),
        }),
      );
    });

    /** A batch whose second fails to be applied, and whose new plan also changes the memory. */
    async function plannedAnew(
      options: ConstructorParameters<typeof World>[1] = {},
    ): Promise<string> {
      world = new World(database(), options);
      const batch = await ask({ a2: { memoryMib: 8192 } });
      const { plan } = world.peers.jobs;
      world.peers.jobs.plan = async place => {
        const made = await plan(place);
        if (!/a2/.test(place.directory)) {
          return made;
        }
        return {
          ...made,
          digest: `sha256:${'1'.repeat(64)}`,
          changes: made.changes.map(change => ({
            ...change,
            values: change.values.filter(({ path }) => path[0] !== 'memory'),
          })),
        };
      };
      const { beginApply } = world.peers;
      world.peers.beginApply = place => {
        if (/a2/.test(place.directory)) {
          throw new Error('Error: no');
        }
        beginApply.call(world.peers, place);
      };
      await world.settle();
      world.peers.beginApply = beginApply;
      world.peers.jobs.plan = plan;
      const [, failed] = await requestsOf(batch);
      expect(failed).toMatchObject({ state: 'applying', phase: 'held' });
      await steer(world.truth, failed!.id, annaAs, {
        what: 'replan',
        reason: 'Because.',
      });
      await world.settle();
      return batch;
    }

    it('is for a person again where it is planned anew as a surprise', async () => {
      const batch = await plannedAnew();
      expect(await states(batch)).toEqual(['done', 'planned', 'approved']);
      expect((await requestsOf(batch))[1]).toMatchObject({
        approvers: [platformTeam],
        message: expect.stringMatching(
          /another than that of a1.*change memory/,
        ),
      });
      expect(
        messageOf(
          await world.truth.batches.get(batch),
          await world.truth.batches.listItems(batch),
        ),
      ).toMatch(/^a2 is not what was expected/);
      expect(told()).toHaveLength(1);
    });

    it('ends in words and a choice where nobody could decide on it', async () => {
      const batch = await plannedAnew({
        settings: { platformTeam: [] },
      });
      expect((await requestsOf(batch))[1]).toMatchObject({
        state: 'applying',
        phase: 'held',
        message: expect.stringMatching(
          /name a platform team.*another than that of a1/,
        ),
      });
      expect((await world.truth.batches.get(batch)).state).toBe('stopped');
    });
  },
);
