import { Chaos } from '../__testUtils__/Chaos';
import { machineSpec } from '../__testUtils__/company';
import { listDueJobs } from '../recovery/RecoveryLoop';
import { emptyDatabase, useDatabase } from '../__testUtils__/useDatabase';
import { World } from '../__testUtils__/World';

jest.setTimeout(120_000);

const minute = 1 / 60;
const address = '10.20.210.17';

describe('the watch of a guest', () => {
  const database = useDatabase();
  let world: World;

  /** A request that is done, of a guest that has reported nothing so far. */
  async function done(chaos?: Chaos): Promise<void> {
    world = new World(database(), { chaos });
    world.peers.guests.set('vm-1', []);
    await world.prepare(
      world.peers.addTask('t1'),
      machineSpec({ environment: 'sandbox' }),
    );
    await world.settle(minute / 20);
    expect(await world.request()).toMatchObject({
      state: 'done',
      guest: { state: 'waiting' },
    });
  }

  const titles = () => world.peers.notifications.map(({ title }) => title);

  async function history(): Promise<string[]> {
    const { id } = (await world.request())!;
    const events = await world.truth.store.listEvents(id);
    return events
      .filter(({ type }) => type.startsWith('guest-'))
      .map(({ type, by, reason }) => `${by} ${type}: ${reason}`);
  }

  async function watches(): Promise<number> {
    const { id } = (await world.request())!;
    const effects = await world.truth.effects.list(id);
    return effects.filter(
      ({ what, doneAt }) => what === 'guest-watch' && !doneAt,
    ).length;
  }

  it('ends with the report of the allocated address', async () => {
    await done();
    await world.settle(2 * minute);
    world.peers.guests.set('vm-1', [address]);
    await world.settle(minute);

    expect((await world.request())?.guest).toMatchObject({
      state: 'reported',
      addresses: [address],
    });
    expect(await history()).toEqual([
      `ledger guest-reported: The guest has reported ${address}.`,
    ]);
    expect(await watches()).toBe(0);
    expect(world.peers.notifications).toMatchObject([
      { title: 'web01.dev.acme.example is ready' },
      {
        title: `The guest of web01.dev.acme.example has reported ${address}`,
        // The later one takes the earlier one's place.
        scope: world.peers.notifications[0].scope,
      },
    ]);
    expect(
      (await world.truth.store.listMachines({ limit: 10 })).items,
    ).toMatchObject([{ guest: { state: 'reported' } }]);
  });

  it('tells the requester of silence once policy’s time is over, and what comes late', async () => {
    await done();
    await world.settle(14 * minute);
    expect(titles()).toHaveLength(1);
    await world.settle(2 * minute);
    expect(titles().slice(1)).toEqual([
      'web01.dev.acme.example needs attention',
    ]);
    expect(await history()).toEqual([
      'ledger guest-silent: The guest has not reported its address yet: look at its console.',
    ]);

    world.peers.guests.set('vm-1', [address]);
    await world.settle(1);
    expect(titles()).toHaveLength(3);
    expect((await world.request())?.guest?.state).toBe('reported');
  });

  it('keeps to the time of the environment’s policy', async () => {
    const { policy } = new World(database()).truth.settings;
    world = new World(database(), {
      settings: {
        policy: {
          ...policy,
          environments: {
            sandbox: {
              ...policy.environments.sandbox,
              guest: { reportWithin: { minutes: 2 } },
            },
          },
        },
      },
    });
    world.peers.guests.set('vm-1', []);
    await world.prepare(
      world.peers.addTask('t1'),
      machineSpec({ environment: 'sandbox' }),
    );
    await world.settle(3 * minute);
    expect((await world.request())?.guest?.state).toBe('silent');
  });

  it('says that another address is reported', async () => {
    await done();
    world.peers.guests.set('vm-1', ['10.20.210.99']);
    await world.settle(16 * minute);
    expect(await history()).toEqual([
      `ledger guest-reported: The guest reports 10.20.210.99, not ${address}: look at its network configuration.`,
    ]);
    expect(titles().slice(1)).toEqual([
      'web01.dev.acme.example needs attention',
    ]);
  });

  it.each<[string, () => void, string]>([
    ['powered off', () => world.peers.poweredOff.add('vm-1'), 'off'],
    ['removed', () => world.peers.machines.splice(0), 'removed'],
  ])('ends without alarm when the machine was %s', async (_, happen, state) => {
    await done();
    happen();
    await world.settle(16 * minute);
    expect((await world.request())?.guest?.state).toBe(state);
    expect(await watches()).toBe(0);
    expect(titles()).toHaveLength(1);
  });

  it('alarms nobody while the source is not live', async () => {
    await done();
    world.peers.live = false;
    await world.settle(2);
    expect((await world.request())?.guest?.state).toBe('waiting');
    world.peers.live = true;
    await world.settle(1);
    expect((await world.request())?.guest?.state).toBe('silent');
  });

  it('gives up a day later', async () => {
    await done();
    await world.settle(26);
    expect(await watches()).toBe(0);
    expect(titles()).toHaveLength(2);
  });

  it('goes on when the inventory could not be asked', async () => {
    await done();
    const look = jest
      .spyOn(world.peers.inventory, 'lookAtGuest')
      .mockRejectedValueOnce(new Error('The inventory did not answer.'));
    await world.settle(minute);
    expect(look).toHaveBeenCalledTimes(1);
    world.peers.guests.set('vm-1', [address]);
    await world.settle(2 * minute);
    expect((await world.request())?.guest?.state).toBe('reported');
  });

  it('is one of many replicas’, who tell once', async () => {
    await done();
    world.advance(16 * 60_000);
    const jobs = [
      ...(await listDueJobs(world.truth)),
      ...(await listDueJobs(world.truth)),
    ];
    await Promise.all(jobs.map(job => job.run()));
    await world.settleNow();
    expect(await history()).toHaveLength(1);
    expect(titles()).toHaveLength(2);
  });

  it('ends right after a kill, or a lost answer, at each moment of what is new', async () => {
    /** @returns the moments around the silence, and around the report after it */
    const play = async (chaos: Chaos): Promise<number[]> => {
      await emptyDatabase(database());
      world = new World(database(), { chaos });
      world.peers.guests.set('vm-1', []);
      await world.prepare(
        world.peers.addTask('t1'),
        machineSpec({ environment: 'sandbox' }),
      );
      await world.settle(14.9 * minute);
      const moments = [chaos.moments];
      await world.settle(0.2 * minute);
      moments.push(chaos.moments);
      await world.settle(5 * minute);
      world.peers.guests.set('vm-1', [address]);
      moments.push(chaos.moments);
      await world.settle(10 * minute);
      moments.push(chaos.moments);
      await world.settle(10 * minute);
      return moments;
    };
    const [silent, told, late, reported] = await play(new Chaos());
    expect(await history()).toHaveLength(2);
    const moments = Array.from({ length: reported }, (_, moment) => moment)
      .slice(silent)
      .filter(moment => moment < told || moment >= late);
    expect(moments.length).toBeGreaterThan(20);
    for (const moment of moments) {
      for (const troubles of [{ killAt: [moment] }, { loseAt: [moment] }]) {
        await play(new Chaos(troubles));
        const hint = JSON.stringify(troubles);
        expect([hint, await world.request()]).toMatchObject([
          hint,
          { state: 'done', guest: { state: 'reported' } },
        ]);
        expect([hint, await history()]).toEqual([
          hint,
          [
            expect.stringContaining('guest-silent'),
            expect.stringContaining('guest-reported'),
          ],
        ]);
        expect([hint, await watches()]).toEqual([hint, 0]);
        expect(new Set(titles()).size).toBe(3);
      }
    }
  });
});
