import {
  anna,
  approvers,
  machineSpec,
  payments,
  platformTeam,
  priya,
} from '../../__testUtils__/company';
import { Chaos, Troubles } from '../../__testUtils__/Chaos';
import { emptyDatabase, useDatabase } from '../../__testUtils__/useDatabase';
import { World } from '../../__testUtils__/World';
import { StoredRequest } from '../../database/StoredRequest';
import { decide } from '../../ledger/decide';
import { steer } from '../../ledger/steer';

jest.setTimeout(300_000);

const priyaHerself = { ref: priya, ownership: [priya, approvers] };
const annaHerself = { ref: anna, ownership: [anna, payments] };

describe('decommissioning', () => {
  const database = useDatabase();

  /** A machine that runs, and the request that made it. */
  async function withMachine(
    world: World,
    environment: 'development' | 'sandbox' = 'development',
  ): Promise<StoredRequest> {
    await world.prepare(
      world.peers.addTask('prepare-1'),
      machineSpec({ environment }),
    );
    await approve(world);
    await world.settle(1);
    const made = await world.request();
    expect(made).toMatchObject({ state: 'done' });
    return made!;
  }

  async function approve(world: World): Promise<void> {
    const request = await world.request();
    if (request?.state === 'planned') {
      await decide(world.truth, request.id, priyaHerself, {
        what: 'approve',
        digest: request.plan!.digest,
      });
    }
  }

  const lifecycleOf = async (world: World, { machineId }: StoredRequest) =>
    (await world.truth.store.getMachine(machineId)).lifecycle;

  /** Nothing of the machine is left but its history. */
  async function checkNothingLeft(world: World, made: StoredRequest) {
    const { store, effects, settings } = world.truth;
    const { peers } = world;
    const ended = (await world.request())!;
    expect(ended).toMatchObject({ kind: 'decommission', state: 'done' });
    expect(peers.machines).toEqual([]);
    expect([...peers.addressesByKey]).toEqual([]);
    expect([...peers.records]).toEqual([]);
    expect(new Set(peers.removedFiles)).toEqual(
      new Set(made.files!.map(({ path }) => path)),
    );
    expect((await store.listMachines({ limit: 1 })).items).toEqual([]);
    expect(await store.findName(made.nameKey)).toBeUndefined();
    expect(await store.listMacAddresses(settings.macAddresses)).toEqual([]);
    expect(await store.getMachine(made.machineId)).toMatchObject({
      lifecycle: 'gone',
      generation: 2,
    });
    const open = await effects.list(ended.id);
    expect(open.filter(({ doneAt }) => !doneAt)).toEqual([]);
    expect(await store.get(made.id)).toMatchObject({ state: 'done' });
  }

  it('ends the machine once a person has approved the plan that destroys it', async () => {
    const world = new World(database());
    const made = await withMachine(world);
    await world.decommission(world.peers.addTask('end-1'), made);
    expect(await world.request()).toMatchObject({
      kind: 'decommission',
      state: 'planned',
      plan: { summary: { add: 0, change: 0, destroy: 1 } },
    });
    expect(await lifecycleOf(world, made)).toBe('retiring');
    expect(world.peers.machines).toHaveLength(1);

    await approve(world);
    await world.settle(1);
    expect(await world.request()).toMatchObject({ state: 'done' });
    expect([...world.peers.addressesByKey.values()]).toEqual(['deprecated']);
    await world.settle(48);
    await checkNothingLeft(world, made);
    expect(world.peers.notifications.map(({ title }) => title)).toEqual(
      expect.arrayContaining([
        'web01.dev.acme.example waits for approval',
        'web01.dev.acme.example is decommissioned',
      ]),
    );
  });

  it('frees the name for another machine', async () => {
    const world = new World(database());
    const made = await withMachine(world, 'sandbox');
    await world.decommission(world.peers.addTask('end-1'), made);
    await world.settle(48);
    await checkNothingLeft(world, made);
    await world.prepare(
      world.peers.addTask('prepare-2'),
      machineSpec({ environment: 'sandbox' }),
    );
    await world.settle(1);
    const again = (await world.request())!;
    expect(again).toMatchObject({ kind: 'create', state: 'done' });
    expect(again.machineId).not.toBe(made.machineId);
  });

  it('leaves the machine as it is when it is rejected or cancelled', async () => {
    const world = new World(database());
    const made = await withMachine(world);
    for (const [index, end] of ['rejected', 'cancelled'].entries()) {
      await world.decommission(world.peers.addTask(`end-${index}`), made);
      const request = (await world.request())!;
      if (end === 'rejected') {
        await decide(world.truth, request.id, priyaHerself, {
          what: 'reject',
          reason: 'Still needed.',
        });
      } else {
        await steer(world.truth, request.id, annaHerself, { what: 'cancel' });
      }
      await world.settle(48);
      expect(await world.request()).toMatchObject({ state: end });
      expect(await lifecycleOf(world, made)).toBe('active');
      expect(world.peers.machines).toHaveLength(1);
      expect([...world.peers.addressesByKey.values()]).toEqual(['active']);
      expect(world.peers.records.size).toBe(1);
      expect(await world.truth.store.findName(made.nameKey)).toBe(made.id);
    }
  });

  it.each<[string, { name?: string; requestedBy?: string }, RegExp]>([
    ['another name typed', { name: 'web02' }, /Type the machine's name, web01/],
    [
      'a person whose it is not',
      { requestedBy: priya },
      /it belongs to group:default\/team-payments/,
    ],
  ])('is refused to %s', async (_, input, words) => {
    const world = new World(database());
    const made = await withMachine(world);
    await expect(
      world.decommission(world.peers.addTask('end-1'), made, input),
    ).resolves.toBeUndefined();
    expect((await world.request())!.id).toBe(made.id);
    await expect(
      world.opening(world.peers.addTask('end-2'), made, input),
    ).rejects.toThrow(words);
    expect(await lifecycleOf(world, made)).toBe('active');
  });

  it('has the platform team decide where policy knows the environment no more', async () => {
    const world = new World(database());
    const made = await withMachine(world);
    const { policy } = world.truth.settings;
    const { development: _, ...environments } = policy.environments;
    const without = (team: string[]) =>
      new World(database(), {
        from: world,
        settings: { policy: { ...policy, environments }, platformTeam: team },
      });
    await expect(
      without([]).opening(world.peers.addTask('end-1'), made),
    ).rejects.toThrow(/Nobody can approve this/);
    const later = without([platformTeam]);
    await later.decommission(world.peers.addTask('end-2'), made);
    expect(await later.request()).toMatchObject({
      state: 'planned',
      approvers: [platformTeam],
    });
  });

  it('changes nothing in Git but that the machine shall not be', async () => {
    const world = new World(database());
    const made = await withMachine(world);
    const { files } = await world.opening(world.peers.addTask('end-1'), made);
    expect(files).toEqual([
      {
        path: made.files![0].path,
        content: expect.stringContaining('"present": false'),
      },
    ]);
  });

  it('is refused for a protected machine', async () => {
    const world = new World(database());
    const made = await withMachine(world);
    await database()('machines').update({ protected: true });
    await expect(
      world.opening(world.peers.addTask('end-1'), made),
    ).rejects.toThrow(/protected from being decommissioned/);
  });

  it('lets one request on a machine be open, and gives its task the same again', async () => {
    const world = new World(database());
    const made = await withMachine(world);
    const task = world.peers.addTask('end-1');
    const opened = await world.opening(task, made);
    expect(await world.opening(task, made)).toEqual(opened);
    await expect(
      world.opening(world.peers.addTask('end-2'), made),
    ).rejects.toThrow(/it is retiring/);
    // better-sqlite3's errors are of the realm of the test file that loaded it first.
    const outcome = await database()('requests')
      .where({ id: made.id })
      .update({ state: 'open' })
      .then(
        () => 'accepted',
        (error: unknown) => String(error),
      );
    expect(outcome).toMatch(/unique/i);
  });

  it('cannot be rolled back', async () => {
    const world = new World(database());
    const made = await withMachine(world);
    await world.decommission(world.peers.addTask('end-1'), made);
    const { id } = (await world.request())!;
    await expect(
      steer(world.truth, id, annaHerself, { what: 'roll-back', reason: 'No' }),
    ).rejects.toThrow(/cannot be rolled back/);
  });

  it('ends right after a kill, and after an answer that was lost, at each moment', async () => {
    const play = async (troubles: Troubles) => {
      await emptyDatabase(database());
      const calm = new World(database());
      const made = await withMachine(calm);
      const world = new World(database(), {
        chaos: new Chaos(troubles),
        from: calm,
      });
      await world.decommission(world.peers.addTask('end-1'), made);
      for (let round = 0; round < 5; round++) {
        await world.settle(0.5);
        await approve(world);
        const request = await world.request();
        if (request?.phase === 'held') {
          await steer(world.truth, request.id, annaHerself, { what: 'retry' });
        }
      }
      // What was given up before it was approved leaves the machine: it is asked for again.
      if ((await lifecycleOf(world, made)) === 'active') {
        await world.decommission(world.peers.addTask('end-2'), made);
        await approve(world);
      }
      await world.settle(12 * 24);
      return { world, made };
    };
    const { moments } = (await play({})).world.chaos;
    expect(moments).toBeGreaterThan(60);
    for (let moment = 0; moment < moments; moment++) {
      for (const troubles of [{ killAt: [moment] }, { loseAt: [moment] }]) {
        const { world, made } = await play(troubles);
        await checkNothingLeft(world, made);
      }
    }
  });
});
