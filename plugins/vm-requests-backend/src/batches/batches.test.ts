import { ConflictError, InputError, NotAllowedError } from '@backstage/errors';
import { anna, machineSpec, payments, priya } from '../__testUtils__/company';
import { availableDatabases } from '../__testUtils__/availableDatabases';
import { openMachines } from './openMachines';
import { AskedOfSeveral, openOperations } from './openOperations';
import { cancelBatch, resumeBatch, retryItem } from './steerBatch';
import { workOnBatch } from './workOnBatch';
import { claim } from '../ledger/claim';
import { decide } from '../ledger/decide';
import { decideSeveral } from '../ledger/decideSeveral';
import { openRequest } from '../ledger/openRequest';
import { useDatabase } from '../__testUtils__/useDatabase';
import { World } from '../__testUtils__/World';

jest.setTimeout(60_000);

const annaAs = { ref: anna, ownership: [anna, payments] };
const priyaAs = {
  ref: priya,
  ownership: [priya, 'group:default/vm-approvers'],
};
const three = { count: 3, pattern: '{app}-{seq:02}' };

const databases = availableDatabases();

describe.each(databases.eachSupportedId())(
  'a batch of machines, %p',
  dialect => {
    const database = useDatabase({ databases, id: dialect });
    let world: World;

    beforeEach(() => {
      world = new World(database());
    });

    const items = (id: string) => world.truth.batches.listItems(id);
    const states = async (id: string) =>
      (await items(id)).map(({ state, request }) => request?.state ?? state);

    /** Decides on all of a batch that waits. */
    async function decideAll(id: string, decision: 'approve' | 'reject') {
      const waiting = (await items(id)).flatMap(({ request }) =>
        request?.state === 'planned' ? [request.id] : [],
      );
      const requests = await Promise.all(
        waiting.map(async each => ({
          id: each,
          digest: (await world.truth.store.get(each)).plan?.digest,
        })),
      );
      return decideSeveral(
        world.ledger,
        {
          decision,
          requests,
          reason: decision === 'reject' ? 'No' : undefined,
        },
        priyaAs,
        () => {},
      );
    }

    it('becomes so many requests with names of their own, is approved at once and made', async () => {
      const { batch, names } = await world.askForSeveral(three, {
        name: 'web',
      });
      expect(names).toEqual(['web-01', 'web-02', 'web-03']);
      await world.settle();
      expect(await states(batch)).toEqual(['planned', 'planned', 'planned']);

      expect(await decideAll(batch, 'approve')).toMatchObject({
        items: [{ decided: true }, { decided: true }, { decided: true }],
      });
      await world.settle();
      expect(await states(batch)).toEqual(['done', 'done', 'done']);
      expect(await world.truth.batches.get(batch)).toMatchObject({
        state: 'ended',
      });
      expect(world.peers.machines.map(({ name }) => name).sort()).toEqual(
        names,
      );
      expect(
        [...world.peers.branches.values()].map(({ pull }) => pull),
      ).toEqual([1, 2, 3]);
      const requests = await world.truth.store.list({ limit: 10 });
      expect(
        requests.items.map(request => [request.name, request.batch]).sort(),
      ).toEqual(
        names.map((name, index) => [name, { id: batch, position: index + 1 }]),
      );
      expect(requests.items[0].requestedBy).toBe(anna);
    });

    it('tells approvers once, when all of it is planned', async () => {
      await world.askForSeveral(three, { name: 'web' });
      await world.settle();
      const asked = world.peers.notifications.filter(({ title }) =>
        /approval/.test(title),
      );
      expect(asked).toEqual([
        expect.objectContaining({
          title: '3 requests wait for approval',
          recipients: ['group:default/vm-approvers'],
          link: expect.stringMatching(/^\/vm-requests\/batches\//),
        }),
      ]);
    });

    it('gives the same task the same batch again', async () => {
      const first = await world.askForSeveral(three, { name: 'web' });
      expect(await world.askForSeveral(three, { name: 'web' })).toEqual(first);
    });

    it('takes the numbers that are free, also beside names that another batch keeps', async () => {
      await world.askForSeveral({ ...three, count: 1 }, { name: 'web' });
      const { names } = await world.askForSeveral(
        { ...three, count: 2 },
        { name: 'web' },
        'another',
      );
      expect(names).toEqual(['web-02', 'web-03']);
    });

    it('keeps its names from others until its requests have them', async () => {
      const { batch } = await world.askForSeveral(three, { name: 'web' });
      world.peers.addTask('other');
      await expect(
        openRequest(world.ledger, {
          spec: machineSpec({ name: 'web-02', environment: 'sandbox' }),
          requestedBy: anna,
          task: 'other',
        }),
      ).rejects.toThrow(`is kept for number 2 of batch ${batch}`);
    });

    it('keeps no name by an older scope once its requests have theirs', async () => {
      const { batch } = await world.askForSeveral(
        { ...three, count: 1 },
        { name: 'web' },
      );
      expect(await world.truth.batches.findName('web-01')).toEqual({
        id: batch,
        position: 1,
      });
      const { policy } = world.truth.settings;
      world = new World(database(), {
        from: world,
        settings: { policy: { ...policy, nameScope: 'domain' } },
      });
      await world.settle();
      expect(await states(batch)).toEqual(['planned']);
      expect(await world.truth.batches.listNames('web-')).toEqual([
        'web-01.dev.acme.example',
      ]);
    });

    it('keeps all names or none, and names the first that is taken', async () => {
      const open = (id: string, keys: string[]) =>
        world.truth.batches.open({
          id,
          kind: 'create',
          template: 'template:default/rhel9-vm',
          requestedBy: anna,
          purpose: 'Test',
          inTurn: false,
          items: keys.map(key => ({ name: key, nameKey: key, values: {} })),
        });
      await open('b1', ['x2', 'x3']);
      await expect(open('b2', ['x1', 'x2', 'x3'])).rejects.toThrow(
        new ConflictError('The name x2 is kept for number 1 of batch b1.'),
      );
      expect(await world.truth.batches.findName('x1')).toBeUndefined();
      expect(await world.truth.batches.find('b2')).toBeUndefined();
    });

    it('is refused where the owner has no room for all, and nothing is kept', async () => {
      await expect(
        world.askForSeveral({ ...three, count: 4 }, { name: 'web' }),
      ).rejects.toThrow(/3 are allowed\. That leaves no room for 4 more/);
      expect(await world.truth.batches.findName('web-01')).toBeUndefined();
    });

    it('counts towards the limit before its requests are opened', async () => {
      await world.askForSeveral(three, { name: 'web' });
      world.peers.addTask('other');
      await expect(
        openRequest(world.ledger, {
          spec: machineSpec({ name: 'db01' }),
          requestedBy: anna,
          task: 'other',
        }),
      ).rejects.toThrow(NotAllowedError);
    });

    it('is refused where policy allows fewer at once', async () => {
      await expect(
        world.askForSeveral(
          { ...three, count: 11 },
          { name: 'web', environment: 'sandbox' },
        ),
      ).rejects.toThrow(
        new InputError(
          '11 machines are too many for one request: 10 are allowed at once in Sandbox.',
        ),
      );
    });

    it('is not opened for a task that another person started', async () => {
      world.peers.addTask('several').form = {
        template: 'template:default/rhel9-vm',
        user: priya,
        values: {},
      };
      await expect(
        openMachines(world.ledger, {
          spec: machineSpec(),
          several: three,
          requestedBy: anna,
          task: 'several',
        }),
      ).rejects.toThrow(NotAllowedError);
    });

    it('cannot be approved by who asked for it, whatever groups that person is in', async () => {
      const { batch } = await world.askForSeveral(three, { name: 'web' });
      await world.settle();
      const [{ request }] = await items(batch);
      const { plan } = await world.truth.store.get(request!.id);
      const answer = await decideSeveral(
        world.ledger,
        { decision: 'approve', requests: [{ id: request!.id, ...plan }] },
        { ref: anna, ownership: [anna, 'group:default/vm-approvers'] },
        () => {},
      );
      expect(answer.items).toEqual([
        {
          id: request!.id,
          decided: false,
          why: expect.stringContaining('whoever asked for a machine cannot'),
        },
      ]);
    });

    it('is approved but for what is another plan than the approver saw', async () => {
      const { batch } = await world.askForSeveral(three, { name: 'web' });
      await world.settle();
      const all = (await items(batch)).map(({ request }) => request!.id);
      const digests = await Promise.all(
        all.map(async id => (await world.truth.store.get(id)).plan?.digest),
      );
      const answer = await decideSeveral(
        world.ledger,
        {
          decision: 'approve',
          requests: all.map((id, index) => ({
            id,
            digest: index === 1 ? 'sha256:another' : digests[index],
          })),
        },
        priyaAs,
        () => {},
      );
      expect(answer.items.map(({ decided }) => decided)).toEqual([
        true,
        false,
        true,
      ]);
      expect(answer.items[1].why).toMatch(/is not the one that you saw/);
      expect(await states(batch)).toContain('planned');
    });

    it('goes on beside one that cannot be planned, says why, and makes it once it is tried again', async () => {
      world.unplannable.add('web-02');
      const { batch } = await world.askForSeveral(three, { name: 'web' });
      await world.settle();
      expect(await states(batch)).toEqual(['planned', 'failed', 'planned']);
      await decideAll(batch, 'approve');
      await world.settle();
      expect(await states(batch)).toEqual(['done', 'failed', 'done']);
      expect((await items(batch))[1].request?.message).toMatch(
        /Unsupported argument/,
      );
      expect(
        world.peers.notifications.filter(({ title }) => /batch/.test(title)),
      ).toEqual([
        expect.objectContaining({
          recipients: [anna],
          title: '2 of your batch of 3 are done',
          description: expect.stringContaining('web-02 of 3 went wrong'),
        }),
      ]);

      world.unplannable.clear();
      await retryItem(world.ledger, await world.truth.batches.get(batch), 2);
      await world.settle();
      expect(await states(batch)).toEqual(['done', 'planned', 'done']);
      await decideAll(batch, 'approve');
      await world.settle();
      expect(await states(batch)).toEqual(['done', 'done', 'done']);
    });

    it('gives nothing to a task of an attempt that was given up', async () => {
      const { batch } = await world.askForSeveral(
        { ...three, count: 1 },
        { name: 'web' },
      );
      const [stale] = await items(batch);
      const now = () => world.truth.batches.get(batch);
      await cancelBatch(world.ledger, await now(), annaAs, undefined);
      await retryItem(world.ledger, await now(), 1);
      await world.truth.batches.fail(stale, 'It failed before.');
      await world.settle();
      expect(await states(batch)).toEqual(['planned']);
    });

    it('opens a request once, also where the answer of its task’s start was lost', async () => {
      const { batch } = await world.askForSeveral(
        { ...three, count: 1 },
        { name: 'web' },
      );
      const { tasks } = world.peers;
      const start = tasks.startItem;
      tasks.startItem = async (...args) => {
        await start(...args);
        tasks.startItem = start;
        throw new Error('The answer was lost');
      };
      await world.settle();
      expect(await states(batch)).toEqual(['planned']);
      expect(
        world.peers.startedTasks.filter(({ item }) => item !== undefined),
      ).toHaveLength(1);
    });

    it('starts another task for one whose task is gone, and refuses what that says late', async () => {
      const { batch } = await world.askForSeveral(
        { ...three, count: 1 },
        { name: 'web' },
      );
      const [due] = await world.truth.batches.listDue({
        now: new Date(world.now).toISOString(),
        limit: 1,
      });
      expect(due).toBe(batch);
      await workOnBatch(world.ledger, batch);
      const lost = world.peers.startedTasks.find(({ item }) => item)!;
      lost.state = 'stale';
      await world.settle();
      expect(await states(batch)).toEqual(['planned']);
      await expect(
        openRequest(world.ledger, {
          spec: machineSpec({ name: 'web-01' }),
          task: lost.id,
        }),
      ).rejects.toThrow(/none of a batch that goes on/);
    });

    it('says why a request could not be opened, and lets the name go', async () => {
      const { batch } = await world.askForSeveral(three, { name: 'web' });
      // Somebody leaves the owner's group meanwhile.
      world.peers.ownership.set(anna, []);
      await world.settle();
      expect(await states(batch)).toEqual(['failed', 'failed', 'failed']);
      expect(await world.truth.batches.findName('web-01')).toBeUndefined();
      expect((await world.truth.batches.get(batch)).state).toBe('ended');
    });

    it('is cancelled but for what is being applied, and names are free again', async () => {
      const { batch } = await world.askForSeveral(three, { name: 'web' });
      await world.settle();
      const [{ request: first }] = await items(batch);
      const { plan } = await world.truth.store.get(first!.id);
      await decide(world.ledger, first!.id, priyaAs, {
        what: 'approve',
        digest: plan!.digest,
      });
      await world.settle();
      await cancelBatch(
        world.ledger,
        await world.truth.batches.get(batch),
        annaAs,
        'No longer needed',
      );
      await world.settle();
      expect(await states(batch)).toEqual(['done', 'cancelled', 'cancelled']);
      expect(await world.truth.store.findName('web-02')).toBeUndefined();
    });

    it('lets go of the names of what it has not opened when it is cancelled', async () => {
      const { batch } = await world.askForSeveral(three, { name: 'web' });
      await cancelBatch(
        world.ledger,
        await world.truth.batches.get(batch),
        annaAs,
        undefined,
      );
      await world.settle();
      expect(await states(batch)).toEqual([
        'cancelled',
        'cancelled',
        'cancelled',
      ]);
      expect(await world.truth.batches.findName('web-01')).toBeUndefined();
      expect(await world.request()).toBeUndefined();
    });
  },
);

describe.each(databases.eachSupportedId())(
  'an operation on several machines, %p',
  dialect => {
    const database = useDatabase({ databases, id: dialect });
    let world: World;

    beforeEach(() => {
      world = new World(database());
    });

    /** Machines that run. */
    async function standing(names: string[]) {
      for (const name of names) {
        await world.prepare(
          world.peers.addTask(`make-${name}`),
          machineSpec({ name, environment: 'sandbox' }),
        );
      }
      await world.settle();
      const { items } = await world.truth.store.listMachines({ limit: 10 });
      return [...items].sort((one, other) => (one.name < other.name ? -1 : 1));
    }

    const ask = async (
      asked: Partial<AskedOfSeveral> & Pick<AskedOfSeveral, 'machines'>,
    ) =>
      openOperations(
        world.ledger,
        {
          kind: 'resize',
          reason: 'More load',
          inTurn: true,
          ...asked,
        },
        anna,
      );

    it('is done in turn, stops where one goes wrong, and goes on without it', async () => {
      const machines = await standing(['a1', 'a2', 'a3']);
      world.peers.applyFailsHalfWay = 0;
      const batch = await ask({
        machines: machines.map(({ id }) => ({ id, values: { cpus: 4 } })),
      });
      const order: string[] = [];
      const before = world.peers.beforeApply;
      world.peers.beforeApply = async (place, plan) => {
        order.push(place.directory.split('/').at(-1)!);
        if (place.directory.endsWith('a2')) {
          throw new Error('Error: the second one cannot be applied');
        }
        await before(place, plan);
      };
      await world.settle();
      const states = async () =>
        (await world.truth.batches.listItems(batch.id)).map(
          ({ request }) => `${request?.state} ${request?.phase}`,
        );
      expect(order.filter(name => name === 'a3')).toEqual([]);
      expect(await states()).toEqual([
        'done none',
        'applying held',
        'approved starting',
      ]);
      const stopped = await world.truth.batches.get(batch.id);
      expect(stopped.state).toBe('stopped');
      expect(
        world.peers.notifications.filter(({ title }) =>
          /stands still/.test(title),
        ),
      ).toEqual([
        expect.objectContaining({
          recipients: [anna],
          description: expect.stringMatching(/^a2 went wrong .*Try it again/),
        }),
      ]);

      await resumeBatch(world.ledger, stopped);
      await world.settle();
      expect((await states())[2]).toBe('done none');
      expect(order.at(-1)).toBe('a3');
    });

    it('gives none to a task that was started before its turn, and is applied all the same when that comes', async () => {
      const machines = await standing(['a1', 'a2']);
      const batch = await ask({
        machines: machines.map(({ id }) => ({ id, values: { cpus: 4 } })),
      });
      const before = world.peers.beforeApply;
      world.peers.beforeApply = async (place, plan) => {
        if (place.directory.endsWith('a1')) {
          throw new Error('Error: the first one cannot be applied');
        }
        await before(place, plan);
      };
      await world.settle();
      const second = async () =>
        (await world.truth.batches.listItems(batch.id))[1].request!;
      const { id } = await second();
      const task = await world.peers.tasks.start(id);
      await expect(claim(world.truth, { request: id, task })).rejects.toThrow(
        new ConflictError(
          `Request ${id} may not be applied now: others come before it in batch ${batch.id}. The ledger starts its apply when its turn has come.`,
        ),
      );
      expect(await second()).toMatchObject({
        state: 'approved',
        phase: 'starting',
      });

      await resumeBatch(world.ledger, await world.truth.batches.get(batch.id));
      await world.settle();
      expect((await second()).state).toBe('done');
    });

    it('begins at its start, also where that comes before all are opened', async () => {
      const machines = await standing(['a1', 'a2']);
      const start = new Date(world.now + 60_000).toISOString();
      const { id } = await ask({
        machines: machines.map(each => ({
          id: each.id,
          values: { cpus: 4, startAt: start },
        })),
      });
      world.advance(5 * 60_000);
      await world.settle();
      const items = await world.truth.batches.listItems(id);
      expect(items.map(({ request }) => request?.state)).toEqual([
        'done',
        'done',
      ]);
      for (const { request } of items) {
        expect((await world.truth.store.get(request!.id)).startAt).toBe(start);
      }
    });

    it('is refused where its start is past', async () => {
      const machines = await standing(['a1']);
      await expect(
        ask({
          machines: machines.map(({ id }) => ({
            id,
            values: { cpus: 4, startAt: new Date(world.now - 1).toISOString() },
          })),
        }),
      ).rejects.toThrow(/is past/);
      expect((await world.truth.batches.list({ limit: 10 })).items).toEqual([]);
    });

    it('is asked of all or of none', async () => {
      const machines = await standing(['a1', 'a2']);
      await world.truth.store.protect(
        await world.truth.store.getMachine(machines[1].id),
        { isProtected: true, by: anna, reason: 'Holds the shop' },
      );
      await expect(
        ask({
          kind: 'decommission',
          machines: machines.map(({ id, name }) => ({ id, values: { name } })),
        }),
      ).rejects.toThrow(/protected/);
      expect((await world.truth.batches.list({ limit: 10 })).items).toEqual([]);
    });

    it('is refused for machines of others', async () => {
      const machines = await standing(['a1']);
      await expect(
        openOperations(
          world.ledger,
          {
            kind: 'resize',
            reason: 'More',
            inTurn: true,
            machines: machines.map(({ id }) => ({ id })),
          },
          'user:default/eve',
        ),
      ).rejects.toThrow(/a1.* belongs to group:default\/team-payments/);
    });
  },
);
