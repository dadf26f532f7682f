import {
  anna,
  approvers,
  machineSpec,
  payments,
  platformTeam,
  priya,
  settings,
} from '../../__testUtils__/company';
import { useDatabase } from '../../__testUtils__/useDatabase';
import { World } from '../../__testUtils__/World';
import { StoredRequest } from '../../database/StoredRequest';
import { decide } from '../../ledger/decide';
import { steer } from '../../ledger/steer';
import { submit } from '../../ledger/submit';

const search = 'group:default/team-search';
const sam = 'user:default/sam.ito';
const samHimself = { ref: sam, ownership: [sam, search] };
const annaHerself = { ref: anna, ownership: [anna, payments] };

function asks(owner: string, requestedBy = anna) {
  return { operation: 'transfer', input: { owner }, requestedBy };
}

/** Settings in which policy says who accepts a transfer. */
function accepting(acceptedBy: 'new-owner' | 'approvers' | 'nobody') {
  const { development } = settings.policy.environments;
  return {
    policy: {
      ...settings.policy,
      environments: {
        ...settings.policy.environments,
        development: { ...development, transfer: { acceptedBy } },
      },
    },
  };
}

describe('a transfer', () => {
  const database = useDatabase();

  async function withMachine(
    given: Partial<typeof settings> = {},
  ): Promise<{ world: World; made: StoredRequest }> {
    const world = new World(database(), { settings: given });
    world.peers.ownership.set(sam, [search]);
    await world.prepare(
      world.peers.addTask('prepare-1'),
      machineSpec({ environment: 'development' }),
    );
    const planned = (await world.request())!;
    await decide(
      world.truth,
      planned.id,
      { ref: priya, ownership: [priya, approvers] },
      { what: 'approve', digest: planned.plan!.digest },
    );
    await world.settle(1);
    const made = (await world.request())!;
    expect(made.state).toBe('done');
    return { world, made };
  }

  const machineOf = async (world: World, { machineId }: StoredRequest) =>
    world.truth.store.getMachine(machineId);

  it('waits for somebody of the new owner, and moves the machine with what it counts for', async () => {
    const { world, made } = await withMachine();
    const { store } = world.truth;
    await world.operate(world.peers.addTask('transfer-1'), made, asks(search));
    const asked = (await world.request())!;
    expect(asked).toMatchObject({
      kind: 'transfer',
      state: 'planned',
      needsPlan: false,
      mayExist: false,
      approvers: [search],
      pullRequest: undefined,
      plan: undefined,
    });
    expect(await machineOf(world, made)).toMatchObject({ owner: payments });

    await decide(world.truth, asked.id, samHimself, { what: 'approve' });
    await world.settle(1);
    expect(world.peers.notifications).toContainEqual(
      expect.objectContaining({
        recipients: [search],
        title: 'web01.dev.acme.example waits for approval',
      }),
    );
    expect(world.peers.notifications).toContainEqual(
      expect.objectContaining({
        title: 'web01.dev.acme.example has a new owner',
        description: `It belongs to ${search}.`,
      }),
    );
    expect((await world.request())!.state).toBe('done');
    const events = await store.listEvents(asked.id);
    expect(events.map(({ type }) => type)).toEqual([
      'opened',
      'submitted',
      'approved',
      'claimed',
      'done',
    ]);
    expect(await machineOf(world, made)).toMatchObject({
      owner: search,
      lifecycle: 'active',
      generation: 2,
    });
    const environment = 'development';
    expect([
      await store.countOf({ owner: payments, environment }),
      await store.countOf({ owner: search, environment }),
    ]).toEqual([0, 1]);
    // The machine itself was not touched, and goes on from what was applied to it.
    expect(world.peers.branches.size).toBe(1);
    const { files } = await store.getShaping(await machineOf(world, made));
    expect(files).toEqual(made.files);
  });

  it('leaves the machine to the new owner alone, and can be followed by what changes it', async () => {
    const { world, made } = await withMachine();
    await world.operate(world.peers.addTask('transfer-1'), made, asks(search));
    await decide(world.truth, (await world.request())!.id, samHimself, {
      what: 'approve',
    });
    await world.settle(1);

    const grow = { operation: 'resize', input: { cpus: 4 } };
    await expect(
      world.opening(world.peers.addTask('resize-1'), made, {
        ...grow,
        requestedBy: anna,
      }),
    ).rejects.toThrow(/belongs to group:default\/team-search/);
    await world.operate(world.peers.addTask('resize-2'), made, {
      ...grow,
      requestedBy: sam,
    });
    expect(await world.request()).toMatchObject({
      kind: 'resize',
      state: 'planned',
      owner: search,
      baseGeneration: 2,
    });
  });

  it.each([
    ['whoever asks belongs to the new owner', 'new-owner', sam, []],
    ['policy leaves it to nobody', 'nobody', anna, []],
    ['policy leaves it to approvers', 'approvers', anna, [approvers]],
  ] as const)('asks whom policy says: %s', async (_, by, asker, deciders) => {
    const { world, made } = await withMachine(accepting(by));
    world.peers.ownership.set(sam, [search, payments]);
    await world.operate(
      world.peers.addTask('transfer-1'),
      made,
      asks(search, asker),
    );
    await world.settle(1);
    const asked = (await world.request())!;
    expect(asked.approvers).toEqual(deciders);
    expect(asked.state).toBe(deciders.length > 0 ? 'planned' : 'done');
  });

  it.each([
    ['group:default/nobody', /The catalog has no group:default\/nobody/],
    [payments, /is group:default\/team-payments's already/],
    ['component:default/shop', /neither a user nor a group/],
    [':', /not a reference to a user or group/],
  ])('is refused to %s', async (owner, words) => {
    const { world, made } = await withMachine();
    await expect(
      world.opening(world.peers.addTask('transfer-1'), made, asks(owner)),
    ).rejects.toThrow(words);
  });

  it('does not exceed the limits of the new owner, also when it fills up meanwhile', async () => {
    const { development } = settings.policy.environments;
    const { world, made } = await withMachine({
      policy: {
        ...settings.policy,
        environments: {
          development: {
            ...development,
            limits: { ...development.limits, machinesPerOwner: 1 },
          },
        },
      },
    });
    await world.operate(world.peers.addTask('transfer-1'), made, asks(search));
    const asked = (await world.request())!;
    await world.prepare(
      world.peers.addTask('prepare-2'),
      machineSpec({ name: 'web02', environment: 'development', owner: search }),
      { requestedBy: sam },
    );
    await decide(world.truth, asked.id, samHimself, { what: 'approve' });
    await world.settle(1);
    const held = await world.truth.store.get(asked.id);
    expect(held).toMatchObject({ state: 'applied', phase: 'held' });
    expect(held.message).toMatch(/team-search has 1 machines/);
    expect(await machineOf(world, made)).toMatchObject({ owner: payments });

    await expect(
      world.opening(world.peers.addTask('transfer-2'), made, asks(search)),
    ).rejects.toThrow(/team-search has 1 machines/);

    await steer(world.truth, asked.id, annaHerself, { what: 'cancel' });
    await world.settle(1);
    expect((await world.truth.store.get(asked.id)).state).toBe('cancelled');
    expect(await machineOf(world, made)).toMatchObject({
      owner: payments,
      lifecycle: 'active',
    });
  });

  it('gives a machine whose owner the catalog does not have any more to another, by the platform team', async () => {
    const { world, made } = await withMachine();
    const marta = 'user:default/marta.silva';
    world.peers.ownership.delete(anna);
    world.peers.ownership.set(marta, [platformTeam]);
    await expect(
      world.opening(world.peers.addTask('transfer-1'), made, asks(search)),
    ).rejects.toThrow(/belongs to group:default\/team-payments/);
    await world.operate(
      world.peers.addTask('transfer-2'),
      made,
      asks(search, marta),
    );
    const { id } = (await world.request())!;
    await decide(world.truth, id, samHimself, { what: 'approve' });
    await world.settle(1);
    expect(await machineOf(world, made)).toMatchObject({ owner: search });
  });

  it('can be cancelled while it waits, and rejected', async () => {
    const { world, made } = await withMachine();
    for (const [task, end] of [
      ['transfer-1', 'cancelled'],
      ['transfer-2', 'rejected'],
    ] as const) {
      await world.operate(world.peers.addTask(task), made, asks(search));
      const asked = (await world.request())!;
      await (end === 'cancelled'
        ? steer(world.truth, asked.id, annaHerself, { what: 'cancel' })
        : decide(world.truth, asked.id, samHimself, {
            what: 'reject',
            reason: 'Not ours',
          }));
      await world.settle(1);
      expect((await world.truth.store.get(asked.id)).state).toBe(end);
    }
    expect(await machineOf(world, made)).toMatchObject({
      owner: payments,
      generation: 1,
    });
  });

  it('refuses a plan that it does not need', async () => {
    const { world, made } = await withMachine();
    const opened = await world.opening(
      world.peers.addTask('transfer-1'),
      made,
      asks(search),
    );
    await expect(
      submit(world.truth, { ...opened, plan: made.plan! }),
    ).rejects.toThrow(/Leave the plan out/);
  });
});
