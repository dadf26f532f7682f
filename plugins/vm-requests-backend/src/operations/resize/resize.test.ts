import { JsonRecord } from '@backlot/plugin-vm-requests-common';
import {
  anna,
  approvers,
  machineSpec,
  payments,
  priya,
} from '../../__testUtils__/company';
import { useDatabase } from '../../__testUtils__/useDatabase';
import { World } from '../../__testUtils__/World';
import { StoredRequest } from '../../database/StoredRequest';
import { decide } from '../../ledger/decide';
import { judgeRetry } from '../../ledger/judgeRetry';
import { steer } from '../../ledger/steer';
import { previewOperation } from '../openOperation';
import { appliedHardwareOf } from './hardwareVariables';

jest.setTimeout(120_000);

const priyaHerself = { ref: priya, ownership: [priya, approvers] };
const annaHerself = { ref: anna, ownership: [anna, payments] };

const asks = (input: object) => ({ operation: 'resize', input: { ...input } });

describe('resizing', () => {
  const database = useDatabase();

  async function approve(world: World): Promise<void> {
    const request = (await world.request())!;
    await decide(world.truth, request.id, priyaHerself, {
      what: 'approve',
      digest: request.plan!.digest,
    });
  }

  /** A machine that runs, and the request that made it. */
  async function withMachine(world: World): Promise<StoredRequest> {
    await world.prepare(
      world.peers.addTask('prepare-1'),
      machineSpec({ environment: 'development' }),
    );
    await approve(world);
    await world.settle(1);
    return (await world.request())!;
  }

  async function refusalOf(
    world: World,
    made: StoredRequest,
    input: JsonRecord,
  ) {
    return previewOperation(
      world.truth,
      await world.truth.store.getMachine(made.machineId),
      { kind: 'resize', input, ownership: [anna, payments] },
    );
  }

  it('changes the machine in place once a person has approved the plan', async () => {
    const world = new World(database());
    const made = await withMachine(world);
    const before = appliedHardwareOf(made.files)!;
    await world.operate(
      world.peers.addTask('resize-1'),
      made,
      asks({ cpus: before.cpus + 1 }),
    );
    const planned = (await world.request())!;
    expect(planned).toMatchObject({
      kind: 'resize',
      state: 'planned',
      plan: { summary: { add: 0, change: 1, destroy: 0 } },
      terms: {
        change: { does: [`CPUs: ${before.cpus} to ${before.cpus + 1}.`] },
      },
    });
    expect(world.peers.reservations.has(planned.id)).toBe(true);
    expect(await world.truth.store.getMachine(made.machineId)).toMatchObject({
      lifecycle: 'active',
      generation: 1,
    });

    await approve(world);
    await world.settle(1);
    expect(await world.request()).toMatchObject({ state: 'done' });
    expect(world.peers.machines).toMatchObject([{ cpus: before.cpus + 1 }]);
    expect(world.peers.reservations.size).toBe(0);
    expect([...world.peers.addressesByKey.values()]).toEqual(['active']);
    const machine = await world.truth.store.getMachine(made.machineId);
    expect(machine).toMatchObject({
      lifecycle: 'active',
      generation: 2,
      shapedBy: planned.id,
      madeBy: made.id,
    });
    // The next one goes on from what this one has made.
    await world.operate(
      world.peers.addTask('resize-2'),
      made,
      asks({ memoryMib: before.memoryMib + 1024 }),
    );
    const { files } = (await world.request())!;
    expect(appliedHardwareOf(files)).toMatchObject({
      cpus: before.cpus + 1,
      memoryMib: before.memoryMib + 1024,
    });
  });

  it('says before it is asked for what it does and interrupts, and changes nothing', async () => {
    const world = new World(database());
    const made = await withMachine(world);
    const { cpus, memoryMib } = appliedHardwareOf(made.files)!;

    expect(await refusalOf(world, made, { cpus: cpus + 1 })).toEqual({
      does: [`CPUs: ${cpus} to ${cpus + 1}.`],
      interrupts: undefined,
      problems: [],
    });
    expect(
      await refusalOf(world, made, { memoryMib: memoryMib + 1024 }),
    ).toMatchObject({
      interrupts: expect.stringContaining('memory hot add is off'),
    });
    world.peers.poweredOff.add(world.peers.machines[0].id);
    expect(await refusalOf(world, made, { cpus: cpus + 1 })).toMatchObject({
      interrupts: expect.stringContaining('The machine is off.'),
    });
    expect(world.peers.reservations.size).toBe(0);
    expect(await world.request()).toMatchObject({ id: made.id });
  });

  it.each<[string, (world: World) => void, JsonRecord, RegExp]>([
    [
      'there is no room',
      world => {
        world.peers.full = true;
      },
      { cpus: 4 },
      /no room for 4 virtual CPUs/,
    ],
    [
      'snapshots keep a disk from growing',
      world => world.peers.snapshots.set('vm-1', ['before-upgrade']),
      { disks: [{ label: 'disk0', sizeGib: 50 }] },
      /has snapshots \(before-upgrade\)/,
    ],
    [
      'somebody deleted the machine',
      world => {
        world.peers.machines.splice(0);
      },
      { cpus: 4 },
      /somebody deleted it.*Decommission it/,
    ],
    [
      'the machine is suspended',
      world => world.peers.suspended.add('vm-1'),
      { cpus: 4 },
      /is suspended, and can only be changed once it is on or off/,
    ],
    [
      'its source is not followed live',
      world => {
        world.peers.live = false;
      },
      { cpus: 4 },
      /not followed live/,
    ],
  ])('is refused in words where %s', async (_, happen, input, words) => {
    const world = new World(database());
    const made = await withMachine(world);
    happen(world);
    const { problems } = await refusalOf(world, made, input);
    expect(problems.join(' ')).toMatch(words);
    await expect(
      world.opening(world.peers.addTask('resize-1'), made, asks(input)),
    ).rejects.toThrow(words);
    expect(world.peers.reservations.size).toBe(0);
  });

  it.each([undefined, 'its source has no account for it.'])(
    'gives a machine that was off its power state back, or says why not: %s',
    async powerObstacle => {
      const world = new World(database());
      const made = await withMachine(world);
      const { id } = world.peers.machines[0];
      world.peers.powerObstacle = powerObstacle;
      world.peers.poweredOff.add(id);
      await world.operate(
        world.peers.addTask('resize-1'),
        made,
        asks({ cpus: 4 }),
      );
      await approve(world);
      await world.settle(1);
      expect(await world.request()).toMatchObject({
        state: 'done',
        memory: { power: 'off' },
        message: powerObstacle
          ? `It was off before and is on now: ${powerObstacle}`
          : 'It was off before, and is off again.',
      });
      expect(world.peers.poweredOff.has(id)).toBe(!powerObstacle);
    },
  );

  it('keeps no room where another request on the machine is open', async () => {
    const world = new World(database());
    const made = await withMachine(world);
    const opened = await world.opening(
      world.peers.addTask('resize-1'),
      made,
      asks({ cpus: 4 }),
    );
    await expect(
      world.opening(world.peers.addTask('resize-2'), made, asks({ cpus: 3 })),
    ).rejects.toThrow(`Request ${opened.request} on`);
    expect([...world.peers.reservations]).toEqual([opened.request]);
  });

  it('refuses a plan that changes something else, and leaves the machine', async () => {
    const world = new World(database());
    const made = await withMachine(world);
    world.peers.drift = [{ path: ['name'], before: 'web1', after: 'web01' }];
    await world.operate(
      world.peers.addTask('resize-1'),
      made,
      asks({ cpus: 4 }),
    );
    await world.settle(48);
    expect(await world.request()).toMatchObject({
      kind: 'resize',
      state: 'failed',
      message: expect.stringContaining('name from "web1" to "web01"'),
    });
    expect(world.peers.reservations.size).toBe(0);
    expect(await world.truth.store.getMachine(made.machineId)).toMatchObject({
      lifecycle: 'active',
      generation: 1,
    });
  });

  it('goes back to what was applied last when a person rolls it back', async () => {
    const world = new World(database());
    const made = await withMachine(world);
    const { cpus, memoryMib } = appliedHardwareOf(made.files)!;
    world.peers.applyFailsHalfWay = 1;
    await world.operate(
      world.peers.addTask('resize-1'),
      made,
      asks({ cpus: cpus + 2, memoryMib: memoryMib * 2 }),
    );
    await approve(world);
    await world.settle(1);
    const held = (await world.request())!;
    expect(held).toMatchObject({ state: 'applying', phase: 'held' });
    expect(world.peers.machines[0].cpus).toBe(cpus + 2);
    await steer(world.truth, held.id, annaHerself, {
      what: 'roll-back',
      reason: 'Later',
    });
    await world.settle(48);
    expect(await world.request()).toMatchObject({ state: 'rolled-back' });
    expect(world.peers.machines).toMatchObject([{ cpus, memoryMib }]);
    expect(await world.truth.store.getMachine(made.machineId)).toMatchObject({
      lifecycle: 'active',
      generation: 1,
      shapedBy: made.id,
    });
  });

  it.each<[string, (world: World) => void, RegExp]>([
    [
      'renamed',
      ({ peers }) => {
        peers.drift = [{ path: ['name'], before: 'web1', after: 'web01' }];
      },
      /other|another/,
    ],
    [
      'deleted',
      ({ peers }) => {
        peers.machines.splice(0);
      },
      /no longer shows web01.* Cancel this request, and decommission the machine/,
    ],
  ])(
    'can be cancelled where its machine was %s after its plan, which leaves it to others',
    async (_, change, words) => {
      const world = new World(database());
      const made = await withMachine(world);
      await world.operate(
        world.peers.addTask('resize-1'),
        made,
        asks({ addDisks: [{ sizeGib: 10 }] }),
      );
      change(world);
      await approve(world);
      await world.settle(1);
      const held = (await world.request())!;
      expect(held).toMatchObject({
        state: 'applying',
        phase: 'held',
        mayExist: false,
        message: expect.stringMatching(words),
      });
      await steer(world.truth, held.id, annaHerself, { what: 'replan' });
      await world.settle(1);
      await steer(world.truth, held.id, annaHerself, {
        what: 'cancel',
        reason: 'It is not what it was.',
      });
      await world.settle(1);
      expect(await world.request()).toMatchObject({
        state: 'cancelled',
        message: 'It is not what it was.',
      });
      expect(world.peers.reservations.size).toBe(0);
      expect(world.peers.locks.size).toBe(0);
      expect(await world.truth.store.getMachine(made.machineId)).toMatchObject({
        lifecycle: 'active',
        generation: 1,
      });
      world.peers.drift = [];
      await world.operate(world.peers.addTask('end'), made, {
        operation: 'decommission',
        input: { name: made.name },
      });
      await approve(world);
      await world.settle(1);
      expect(await world.request()).toMatchObject({ state: 'done' });
    },
  );

  it('cannot be cancelled where its apply did something before it failed', async () => {
    const world = new World(database());
    const made = await withMachine(world);
    world.peers.applyFailsHalfWay = 1;
    await world.operate(
      world.peers.addTask('resize-1'),
      made,
      asks({ cpus: 7, addDisks: [{ sizeGib: 10 }] }),
    );
    await approve(world);
    await world.settle(1);
    const { id, mayExist } = (await world.request())!;
    expect(mayExist).toBe(true);
    await expect(
      steer(world.truth, id, annaHerself, { what: 'cancel' }),
    ).rejects.toThrow(/something of it may be applied/);
  });

  it('waits for the inventory to see what Terraform no longer finds, and says then what is wrong', async () => {
    const world = new World(database());
    const made = await withMachine(world);
    await world.operate(
      world.peers.addTask('resize-1'),
      made,
      asks({ cpus: 7 }),
    );
    world.peers.lostStates.add((await world.request())!.directory);
    await approve(world);
    await world.settleNow();
    expect((await world.request())?.retryCheck?.finds).toBe('pending');
    await world.settle(1);
    expect(await world.request()).toMatchObject({
      phase: 'held',
      mayExist: false,
      retryCheck: { finds: 'second-machine' },
    });
  });

  it.each<[string, JsonRecord]>([
    ['changed', { cpus: 7 }],
    ['given a disk', { addDisks: [{ sizeGib: 10 }] }],
  ])(
    'says of a machine that is %s what to do once the state of Terraform is lost, and leaves it when it is cancelled',
    async (_, input) => {
      const world = new World(database());
      const made = await withMachine(world);
      await world.operate(world.peers.addTask('resize-1'), made, asks(input));
      world.peers.lostStates.add(made.directory);
      await approve(world);
      await world.settle(1);
      const words =
        /state of .* does not know it.*import it into the state, and plan anew, or cancel the request: nothing of it is applied/;
      const held = (await world.request())!;
      expect(held).toMatchObject({
        phase: 'held',
        mayExist: false,
        message: expect.stringMatching(words),
      });
      expect(world.abilitiesOf(held, annaHerself)).toEqual([
        'cancel',
        'replan',
      ]);
      expect(judgeRetry(held, true)?.why).toMatch(words);
      await steer(world.truth, held.id, annaHerself, { what: 'cancel' });
      await world.settle(1);
      expect(await world.request()).toMatchObject({ state: 'cancelled' });
      expect(world.peers.reservations.size).toBe(0);
      expect(await world.truth.store.getMachine(made.machineId)).toMatchObject({
        lifecycle: 'active',
        generation: 1,
      });
    },
  );

  it('cannot be cancelled once the state of Terraform is lost in its apply', async () => {
    const world = new World(database());
    const made = await withMachine(world);
    world.peers.applyFailsHalfWay = 1;
    await world.operate(
      world.peers.addTask('resize-1'),
      made,
      asks({ cpus: 7, memoryMib: 16384 }),
    );
    await approve(world);
    await world.settle(1);
    const { id } = (await world.request())!;
    world.peers.lostStates.add(made.directory);
    await steer(world.truth, id, annaHerself, { what: 'replan' });
    await world.settle(1);
    const held = (await world.request())!;
    expect(held).toMatchObject({
      mayExist: true,
      message: expect.stringMatching(
        /import it into the state, and plan anew\.$/,
      ),
    });
    expect(world.abilitiesOf(held, annaHerself)).toEqual([
      'replan',
      'roll-back',
    ]);
  });

  it('is refused by the gate while there are snapshots of a disk that is to grow', async () => {
    const world = new World(database());
    const made = await withMachine(world);
    await world.operate(
      world.peers.addTask('resize-1'),
      made,
      asks({ cpus: 7, disks: [{ label: 'disk0', sizeGib: 90 }] }),
    );
    const [{ id, cpus }] = world.peers.machines;
    world.peers.snapshots.set(id, ['before the upgrade']);
    await approve(world);
    await world.settle(1);
    expect(await world.request()).toMatchObject({
      phase: 'held',
      mayExist: false,
      message: expect.stringMatching(
        /has snapshots \(before the upgrade\).*Delete them first/,
      ),
      retryCheck: { finds: 'approved-plan' },
    });
    expect(world.peers.machines).toMatchObject([{ cpus }]);
    world.peers.snapshots.delete(id);
    await steer(world.truth, (await world.request())!.id, annaHerself, {
      what: 'retry',
    });
    await world.settle(1);
    expect(await world.request()).toMatchObject({ state: 'done' });
  });

  it('is not rolled back where disks were to grow', async () => {
    const world = new World(database());
    const made = await withMachine(world);
    await world.operate(
      world.peers.addTask('resize-1'),
      made,
      asks({ addDisks: [{ sizeGib: 10 }] }),
    );
    const { id } = (await world.request())!;
    await expect(
      steer(world.truth, id, annaHerself, { what: 'roll-back', reason: 'No' }),
    ).rejects.toThrow(/cannot be rolled back/);
  });
});
