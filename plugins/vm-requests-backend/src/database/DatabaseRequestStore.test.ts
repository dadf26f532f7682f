import { Knex } from 'knex';
import { ConflictError, NotAllowedError } from '@backstage/errors';
import { checkGate } from '../ledger/checkGate';
import { claim } from '../ledger/claim';
import { decide } from '../ledger/decide';
import { requestLease } from '../ledger/leaseNames';
import { openRequest } from '../ledger/openRequest';
import { steer } from '../ledger/steer';
import { tryWork } from '../ledger/withWork';
import { macAddressRange } from '../macAddresses/MacAddressRange';
import { availableDatabases } from '../__testUtils__/availableDatabases';
import {
  anna,
  approvers,
  machineSpec,
  payments,
  priya,
} from '../__testUtils__/company';
import { emptyDatabase } from '../__testUtils__/useDatabase';
import { World } from '../__testUtils__/World';
import { migrate } from './migrate';

jest.setTimeout(60_000);

const databases = availableDatabases();

const someAddress = {
  address: '10.0.0.5',
  prefixLength: 24,
  gateway: '10.0.0.1',
  dnsServers: [],
  domain: 'dev.acme.example',
  key: 'key',
};

/** Classes of the errors of what did not come out well. */
function reasonsOf(outcomes: PromiseSettledResult<unknown>[]) {
  return new Set(
    outcomes.flatMap(outcome =>
      outcome.status === 'rejected' ? [outcome.reason.constructor] : [],
    ),
  );
}

describe.each(databases.eachSupportedId())('DatabaseRequestStore, %p', id => {
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

  const open = (task: string, name = 'web01') =>
    openRequest(world.truth, {
      spec: machineSpec({ name }),
      requestedBy: anna,
      task,
    });

  it('gives one name, however many come at once', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) => open(`t${index}`)),
    );
    expect(
      outcomes.filter(({ status }) => status === 'fulfilled'),
    ).toHaveLength(1);
    expect(reasonsOf(outcomes)).toEqual(new Set([ConflictError]));
  });

  it('reads what pages of batches show of requests, without the files', async () => {
    const { store } = world.truth;
    await world.prepare(world.peers.addTask('prepare-1'), machineSpec());
    const whole = (await world.request())!;
    expect(whole.files).toBeDefined();
    const paged = await store.listPaged([whole.id, 'none']);
    expect([...paged.keys()]).toEqual([whole.id]);
    const shown = paged.get(whole.id)!;
    expect(shown).not.toHaveProperty('files');
    expect(shown.plan?.digest).toBeDefined();
    expect(whole).toMatchObject(shown);
  });

  describe('with a machine', () => {
    const ends = { operation: 'decommission', input: { name: 'web01' } };

    const made = async () => {
      await world.prepare(
        world.peers.addTask('prepare-1'),
        machineSpec({ environment: 'sandbox' }),
      );
      await world.settle(1);
      return (await world.request())!;
    };

    it('opens one request on it, however many come at once', async () => {
      const request = await made();
      const outcomes = await Promise.allSettled(
        Array.from({ length: 8 }, (_, index) =>
          world.opening(world.peers.addTask(`end-${index}`), request, ends),
        ),
      );
      expect(
        outcomes.filter(({ status }) => status === 'fulfilled'),
      ).toHaveLength(1);
      expect(reasonsOf(outcomes)).toEqual(new Set([ConflictError]));
    });

    it('leaves it as it is when the task of a request that has ended comes late', async () => {
      const { store } = world.truth;
      const request = await made();
      const { request: ended } = await world.opening(
        world.peers.addTask('end-1', { state: 'ended' }),
        request,
        ends,
      );
      await steer(
        world.truth,
        ended,
        { ref: anna, ownership: [anna, payments] },
        { what: 'cancel' },
      );
      await world.settle(1);
      const machine = await store.getMachine(request.machineId);
      expect(machine.lifecycle).toBe('active');

      const { batch: _, ...again } = await store.get(ended);
      await store.openOn(machine, again, 'end-1', {
        wakeAt: request.updatedAt,
      });
      expect(await store.getMachine(machine.id)).toEqual(machine);
    });

    /** Has something else be applied to the machine. */
    const raise = ({ machineId }: { machineId: string }) =>
      client('machines').where({ id: machineId }).increment('generation', 1);

    const another =
      /planned on generation 1 of web01.*which is at 2 by now.*Cancel it, and ask again/;

    it('opens none on it as it was before something else was applied', async () => {
      const { store } = world.truth;
      const request = await made();
      const before = await store.getMachine(request.machineId);
      await raise(request);
      const asked = jest
        .spyOn(store, 'getMachine')
        .mockResolvedValueOnce(before);
      await expect(
        world.opening(world.peers.addTask('end-1'), request, ends),
      ).rejects.toThrow(/has changed meanwhile/);
      expect(asked).toHaveBeenCalled();
      expect(await store.findByTask('end-1')).toBeUndefined();
      expect(await store.getMachine(request.machineId)).toMatchObject({
        lifecycle: 'active',
        generation: 2,
      });
    });

    describe('to which something else was applied since', () => {
      const approve = async () => {
        const { id: request, plan } = (await world.request())!;
        await decide(
          world.truth,
          request,
          { ref: priya, ownership: [approvers] },
          { what: 'approve', digest: plan!.digest },
        );
      };

      /** A request on the machine that waits for approval. */
      const planned = async () => {
        await world.prepare(
          world.peers.addTask('prepare-1'),
          machineSpec({ environment: 'development' }),
        );
        await approve();
        await world.settle(1);
        const request = (await world.request())!;
        expect(request.state).toBe('done');
        await world.operate(world.peers.addTask('end-1'), request, ends);
        return (await world.request())!;
      };

      const stateOf = async () => (await world.request())!.state;

      it('approves none, and lets it be cancelled', async () => {
        const request = await planned();
        await raise(request);
        await expect(approve()).rejects.toThrow(another);
        expect(await stateOf()).toBe('planned');
        await steer(
          world.truth,
          request.id,
          { ref: anna, ownership: [anna, payments] },
          { what: 'cancel' },
        );
        await world.settle(1);
        expect(await stateOf()).toBe('cancelled');
      });

      it('gives no task one to apply', async () => {
        const request = await planned();
        await approve();
        await raise(request);
        await expect(
          claim(world.truth, {
            request: request.id,
            task: world.peers.addTask('apply-9', {
              request: request.id,
              byPerson: false,
            }).id,
          }),
        ).rejects.toThrow(another);
        expect(await stateOf()).toBe('approved');
      });

      it('lets none through the gate', async () => {
        const request = await planned();
        await approve();
        await claim(world.truth, {
          request: request.id,
          task: world.peers.addTask('apply-9', {
            request: request.id,
            byPerson: false,
          }).id,
        });
        const { store } = world.truth;
        const ask = () =>
          checkGate(
            world.truth,
            {
              repository: request.repository,
              directory: request.directory,
              workspace: 'default',
              pull: request.pullRequest!.number,
              commit: request.plan!.commit,
              digest: request.plan!.digest,
            },
            'atlantis-gate',
          );
        await raise(request);
        await expect(ask()).rejects.toThrow(another);
        expect(await store.askedGate(request.id)).toBe(false);
        await client('machines').update({ generation: 1 });
        await ask();
        expect(await store.askedGate(request.id)).toBe(true);
      });

      it('leaves the machine to it', async () => {
        const request = await planned();
        await approve();
        const { beforeApply } = world.peers;
        world.peers.beforeApply = async (...asked) => {
          await beforeApply(...asked);
          await raise(request);
        };
        await world.settleNow();
        expect(await stateOf()).toBe('applied');
        expect((await world.request())?.message).toMatch(another);
        expect(
          await world.truth.store.getMachine(request.machineId),
        ).toMatchObject({ generation: 2, lifecycle: 'retiring' });
      });
    });
  });

  it('answers a request as it wrote it down', async () => {
    const { store } = world.truth;
    const { request } = await open('t1');
    world.advance(1_000);
    const recorded = await store.record(await store.get(request), {
      type: 'addressed',
      by: 'test',
      patch: { message: 'It has an address.', address: someAddress },
    });
    expect(recorded).toEqual(await store.get(request));
    expect(recorded).toMatchObject({
      message: 'It has an address.',
      address: someAddress,
    });
  });

  it('knows the machine of a request, and none where there is no request', async () => {
    const { store } = world.truth;
    const { request } = await open('t1');
    const { machineId } = await store.get(request);
    expect(await store.findMachineOf(request)).toEqual(
      await store.getMachine(machineId),
    );
    expect(await store.findMachineOf('none')).toBeUndefined();
  });

  it('keeps to the quota, however many come at once', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) => open(`t${index}`, `m${index}`)),
    );
    expect(
      outcomes.filter(({ status }) => status === 'fulfilled'),
    ).toHaveLength(3);
    expect(reasonsOf(outcomes)).toEqual(new Set([NotAllowedError]));
  });

  it('gives each a MAC address of its own, however many come at once', async () => {
    const range = macAddressRange({
      from: '00:50:56:00:ff:f0',
      to: '00:50:56:01:00:21',
    });
    world = new World(client, { settings: { macAddresses: range } });
    const opened = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        openRequest(world.truth, {
          spec: machineSpec({ name: `m${index}`, environment: 'sandbox' }),
          requestedBy: anna,
          task: `t${index}`,
        }),
      ),
    );
    const drawn = opened.map(({ interfaces }) => interfaces[0].macAddress);
    expect(drawn.sort()).toEqual(
      (await world.truth.store.listMacAddresses(range)).sort(),
    );
    expect(new Set(drawn).size).toBe(50);
    const outcomes = await Promise.allSettled(
      ['x1', 'x2'].map(name =>
        openRequest(world.truth, {
          spec: machineSpec({ name, environment: 'sandbox' }),
          requestedBy: anna,
          task: name,
        }),
      ),
    );
    expect(reasonsOf(outcomes)).toEqual(new Set([ConflictError]));
    // The names of those that got no address are free.
    expect(await world.truth.store.findName('x1')).toBeUndefined();
  });

  it('makes one of many transitions that come at once', async () => {
    await world.prepare(world.peers.addTask('t1'));
    const { store } = world.truth;
    const planned = (await world.request())!;
    const outcomes = await Promise.allSettled(
      Array.from({ length: 6 }, (_, index) =>
        store.transition(planned, {
          event: index % 2 ? 'expire' : 'cancel',
          actor:
            index % 2
              ? { role: 'ledger' }
              : { role: 'person', ref: anna, approver: false },
          by: 'test',
        }),
      ),
    );
    expect(
      outcomes.filter(({ status }) => status === 'fulfilled'),
    ).toHaveLength(1);
    const events = await store.listEvents(planned.id);
    expect(events.filter(({ to }) => to === 'undoing')).toHaveLength(1);
    expect(await world.truth.effects.list(planned.id)).toHaveLength(7);
  });

  it.each([31_000, 600_000, -600_000])(
    'lets one work on a request at a time, with clocks %d ms apart',
    async skew => {
      const { request } = await open('t1');
      const other = new World(client);
      other.advance(skew);
      let inside = 0;
      let most = 0;
      const work = async () => {
        inside += 1;
        most = Math.max(most, inside);
        await new Promise(resolve => {
          setTimeout(resolve, 20);
        });
        inside -= 1;
      };
      const name = requestLease(request);
      const outcomes = await Promise.all(
        [world, other, world, other].map(({ truth }) =>
          tryWork(truth, name, work),
        ),
      );
      expect(outcomes.filter(({ done }) => done)).toHaveLength(1);
      expect(most).toBe(1);
      // And while one is inside, the other does not even see that there is something to do.
      other.advance(3600_000);
      const due = () =>
        other.truth.store.listDue({
          now: other.truth.clock.now().toISOString(),
          limit: 10,
          waitsForAtlantis: false,
        });
      await tryWork(world.truth, name, async () => {
        expect(await due()).toEqual([]);
      });
      expect(await due()).toEqual([request]);
    },
  );

  it('refuses all that is written after the lease went to another', async () => {
    await world.prepare(world.peers.addTask('t1'));
    const planned = (await world.request())!;
    const [effect] = await world.truth.effects.list(planned.id);
    const lease = (await world.truth.leases.tryAcquire(
      requestLease(planned.id),
    ))!;
    const late = world.truth.under(lease, lease.signal);
    await late.store.record(planned, { type: 'seen', by: 'test', patch: {} });
    await client('leases').update({ expires_at: 0 });
    const next = (await world.truth.leases.tryAcquire(lease.name))!;
    const before = await client('requests').select();
    const { store, effects, logs } = late;
    const writes: (() => Promise<unknown>)[] = [
      () =>
        store.transition(planned, {
          event: 'expire',
          actor: { role: 'ledger' },
          by: 'ledger',
        }),
      () => store.record(planned, { type: 'late', by: 'test', patch: {} }),
      () => store.postpone(planned, { setbacks: 9 }),
      () => store.countCall(planned.attempt),
      () => store.setTask(planned.attempt, 'late'),
      () => effects.take(effect, '2027-01-01T00:00:00.000Z'),
      () => effects.postpone(effect, '2027-01-01T00:00:00.000Z'),
      () => effects.explain(effect, 'late'),
      () => effects.finish(effect, { detail: 'late' }),
      () => logs.save(planned.id, 'plan', 'late'),
    ];
    for (const write of writes) {
      await expect(write()).rejects.toThrow(/another has taken it/);
    }
    expect(await client('requests').select()).toEqual(before);
    expect(await world.truth.effects.list(planned.id)).toContainEqual(effect);
    expect(await world.truth.logs.read(planned.id, 'plan')).toBeUndefined();
    await world.truth
      .under(next, next.signal)
      .store.record(planned, { type: 'seen', by: 'test', patch: {} });
    await lease.release();
    await next.release();
  });

  it('gives an effect to one that takes it', async () => {
    await world.prepare(world.peers.addTask('t1'));
    const { effects, clock } = world.truth;
    const [effect] = await effects.listDue({
      now: clock.now().toISOString(),
      limit: 10,
    });
    expect(effect.what).toBe('notification');
    const later = '2026-11-22T00:00:00.000Z';
    expect(
      await Promise.all([
        effects.take(effect, later),
        effects.take(effect, later),
      ]),
    ).toEqual(expect.arrayContaining([true, false]));
  });

  it('goes all the way', async () => {
    await world.prepare(
      world.peers.addTask('t1'),
      machineSpec({ environment: 'sandbox' }),
    );
    await world.settle(1);
    expect(await world.request()).toMatchObject({ state: 'done' });
    expect(
      await world.truth.store.listMachines({ source: 'lab', limit: 10 }),
    ).toEqual({
      items: [
        expect.objectContaining({ name: 'web01', instanceUuid: 'uuid-1' }),
      ],
    });
    await expect(open('t2')).rejects.toThrow(/taken by request/);
  });
});
