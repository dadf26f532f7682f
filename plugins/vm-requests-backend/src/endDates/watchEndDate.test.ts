import {
  anna,
  approvers,
  machineSpec,
  payments,
  platformTeam,
  priya,
  settings,
} from '../__testUtils__/company';
import { useDatabase } from '../__testUtils__/useDatabase';
import { AskedOperation, World } from '../__testUtils__/World';
import { StoredRequest } from '../database/StoredRequest';
import { decide } from '../ledger/decide';
import { steer } from '../ledger/steer';
import { watchEndDate } from './watchEndDate';

const day = 24;
const annaHerself = { ref: anna, ownership: [anna, payments] };
const priyaHerself = { ref: priya, ownership: [priya, approvers] };

const lease = {
  duration: { days: 30 },
  extension: { approval: false },
  warnings: [{ days: 7 }, { days: 1 }],
  grace: { days: 5 },
};

function leasing(rules: object = {}) {
  const { development } = settings.policy.environments;
  return {
    expiry: 14 * day * 3600_000,
    policy: {
      ...settings.policy,
      timeZone: 'Europe/Berlin',
      environments: {
        development: { ...development, lease: { ...lease, ...rules } },
      },
    },
  };
}

describe('the end date of a machine', () => {
  const database = useDatabase();

  /** Made on 21 November 2026, for 30 days. */
  async function withMachine(
    rules: object = {},
  ): Promise<{ world: World; made: StoredRequest }> {
    const world = new World(database(), { settings: leasing(rules) });
    await world.prepare(
      world.peers.addTask('prepare-1'),
      machineSpec({ environment: 'development' }),
    );
    await approve(world);
    await world.settle(1);
    const made = (await world.request())!;
    expect(made.state).toBe('done');
    return { world, made };
  }

  async function approve(world: World) {
    const request = (await world.request())!;
    await decide(world.truth, request.id, priyaHerself, {
      what: 'approve',
      digest: request.plan?.digest,
    });
  }

  const machineOf = (world: World, { machineId }: StoredRequest) =>
    world.truth.store.getMachine(machineId);
  const titles = (world: World) =>
    world.peers.notifications.map(({ title }) => title);
  const extending = (until: string): AskedOperation => ({
    operation: 'extend',
    input: { until },
  });

  it('is the end of a day of the policy’s time zone, and told of before', async () => {
    const { world, made } = await withMachine();
    expect((await machineOf(world, made)).endsAt).toBe(
      '2026-12-21T22:59:59.999Z',
    );
    await world.settle(22 * day);
    expect(titles(world)).not.toContainEqual(expect.stringMatching(/ends on/));
    await world.settle(8 * day);
    const told = world.peers.notifications.filter(({ title }) =>
      /ends on 21 December 2026/.test(title),
    );
    expect(told).toHaveLength(2);
    expect(told[0].recipients).toEqual([payments, anna]);
    expect(world.peers.poweredOff.size).toBe(0);
  });

  it('switches the machine off, and has people decide on its decommissioning once the grace is over', async () => {
    const { world, made } = await withMachine();
    await world.settle(31 * day);
    expect([...world.peers.poweredOff]).toEqual([made.machine!.id]);
    expect(
      titles(world).filter(title => /has ended$/.test(title)),
    ).toHaveLength(1);
    expect((await world.request())!.id).toBe(made.id);

    await world.settle(5 * day);
    const asked = (await world.request())!;
    expect(asked).toMatchObject({
      kind: 'decommission',
      state: 'planned',
      requestedBy: payments,
      purpose:
        'Its end was on 21 December 2026, and nobody has extended it since.',
    });
    expect(world.peers.machines).toHaveLength(1);
    await approve(world);
    await world.settle(1);
    expect(await machineOf(world, made)).toMatchObject({ lifecycle: 'gone' });
    expect(world.peers.machines).toEqual([]);
    // Nobody looks for what is due of it any more.
    expect(await database()('machines').pluck('end_look_at')).toEqual([null]);
  });

  it('asks again where nobody decides, and never twice at once', async () => {
    const { world } = await withMachine();
    await world.settle(36 * day);
    const first = (await world.request())!;
    expect(first.kind).toBe('decommission');
    await world.settle(20 * day);
    expect((await world.truth.store.get(first.id)).state).toBe('expired');
    const second = (await world.request())!;
    expect([second.kind, second.state]).toEqual(['decommission', 'planned']);
    expect(second.id).not.toBe(first.id);
  });

  it('waits while a request on the machine is open, and still comes', async () => {
    const { world, made } = await withMachine();
    await world.settle(28 * day);
    await world.operate(world.peers.addTask('resize-1'), made, {
      operation: 'resize',
      input: { cpus: 4 },
    });
    await world.settle(3 * day);
    expect(world.peers.poweredOff.size).toBe(0);
    const open = (await world.request())!.id;
    expect(
      world.peers.notifications.filter(({ title }) =>
        /has ended, but a request on it is open$/.test(title),
      ),
    ).toEqual([
      expect.objectContaining({
        recipients: [payments, anna],
        description: `Its end was on 21 December 2026. Once request ${open} has ended, it is switched off; extend it then to keep it.`,
      }),
    ]);
    await steer(world.truth, (await world.request())!.id, annaHerself, {
      what: 'cancel',
    });
    await world.settle(1);
    expect(world.peers.poweredOff.size).toBe(1);
  });

  it('is put off by an extension, whose warnings come anew', async () => {
    const { world, made } = await withMachine();
    await world.settle(25 * day);
    await world.operate(
      world.peers.addTask('extend-1'),
      made,
      extending('2027-01-10'),
    );
    await world.settle(1);
    expect(await world.request()).toMatchObject({
      kind: 'extend',
      state: 'done',
    });
    expect(world.peers.notifications).toContainEqual(
      expect.objectContaining({
        title: 'web01.dev.acme.example is extended',
        description:
          'End: 21 December 2026 to 10 January 2027, at the end of the day (Europe/Berlin).',
      }),
    );
    expect(await machineOf(world, made)).toMatchObject({
      endsAt: '2027-01-10T22:59:59.999Z',
      lifecycle: 'active',
    });
    await world.settle(20 * day);
    expect(world.peers.poweredOff.size).toBe(0);
    expect(titles(world)).toContain(
      'web01.dev.acme.example ends on 10 January 2027',
    );
    await world.settle(6 * day);
    expect(world.peers.poweredOff.size).toBe(1);
  });

  it.each([
    ['2026-12-21', {}, /ends on 21 December 2026. Choose a later day/],
    [
      '2027-03-01',
      { extension: { upTo: { days: 60 }, approval: false } },
      /can be extended until 30 January 2027 at the most now/,
    ],
    [
      '2027-03-01',
      {},
      /can be extended until 31 December 2026 at the most now/,
    ],
    [
      '2026-12-30',
      { atMost: { days: 30 } },
      /cannot be extended: machines in development last until 21 December 2026 at the most, if made on 21 November 2026/,
    ],
  ])('is not put to %s', async (until, rules, words) => {
    const { world, made } = await withMachine(rules);
    await world.settle(10 * day);
    await expect(
      world.opening(world.peers.addTask('extend-1'), made, extending(until)),
    ).rejects.toThrow(words);
  });

  it('is put off by approvers where policy says so', async () => {
    const { world, made } = await withMachine({
      extension: { approval: true },
    });
    await world.settle(10 * day);
    await world.operate(
      world.peers.addTask('extend-1'),
      made,
      extending('2026-12-30'),
    );
    expect(await world.request()).toMatchObject({
      state: 'planned',
      approvers: [approvers],
    });
  });

  it('is told to the platform team where the machine is protected, or nobody owns it any more', async () => {
    const { world, made } = await withMachine();
    world.peers.ownership.clear();
    await world.truth.store.protect(await machineOf(world, made), {
      isProtected: true,
      by: anna,
      reason: 'Pays the bills',
    });
    await world.settle(36 * day);
    const told = world.peers.notifications.filter(({ title }) =>
      /ends on|has ended/.test(title),
    );
    expect(told.length).toBeGreaterThan(2);
    for (const { recipients } of told) {
      expect(recipients).toContain(platformTeam);
    }
    expect(titles(world)).toContain(
      'web01.dev.acme.example has ended, but is protected',
    );
    expect((await world.request())!.id).toBe(made.id);
  });

  it('says what keeps the machine from being switched off', async () => {
    const { world } = await withMachine();
    world.peers.powerObstacle = 'no account of lab may do that.';
    await world.settle(31 * day);
    expect(world.peers.notifications).toContainEqual(
      expect.objectContaining({
        title: 'web01.dev.acme.example has ended',
        description: expect.stringMatching(
          /could not be switched off: no account of lab may do that/,
        ),
      }),
    );
  });

  it('is acted on once by two replicas that look at the same time', async () => {
    const { world, made } = await withMachine();
    await world.settle(20 * day);
    world.advance(5 * day * 3600_000);
    await Promise.all([
      watchEndDate(world.truth, made.machineId),
      watchEndDate(world.truth, made.machineId),
    ]);
    await world.settle(1);
    expect(titles(world).filter(title => /ends on/.test(title))).toHaveLength(
      1,
    );
  });

  it('lets nobody decommission in the owner’s name before its time', async () => {
    const { world, made } = await withMachine();
    const asked = {
      operation: 'decommission',
      input: { name: 'web01' },
      requestedBy: undefined,
    };
    const own = world.peers.addTask('forged-1', {
      byPerson: false,
      operation: {
        template: 'template:default/vm-decommission',
        machine: made.machineId,
        name: 'web01',
        reason: 'Because',
      },
    });
    await expect(world.opening(own, made, asked)).rejects.toThrow(
      /Only a signed-in user/,
    );
    await world.settle(33 * day);
    world.advance(5 * day * 3600_000);
    const another = world.peers.addTask('forged-2', { byPerson: false });
    await expect(world.opening(another, made, asked)).rejects.toThrow(
      /no user started task forged-2/,
    );
  });
});
