import { ServiceUnavailableError } from '@backstage/errors';
import {
  anna,
  approvers,
  payments,
  platformTeam,
  priya,
} from '../__testUtils__/company';
import { useDatabase } from '../__testUtils__/useDatabase';
import { World } from '../__testUtils__/World';
import { decide } from '../ledger/decide';
import { steer } from '../ledger/steer';
import { waitOf } from '../routes/waitOf';

const annaHerself = { ref: anna, ownership: [anna, payments] };
const minutes = (count: number) => count / 60;

describe('what a request waits for', () => {
  const database = useDatabase();
  let world: World;

  beforeEach(async () => {
    world = new World(database());
    await world.prepare(world.peers.addTask('t1'));
  });

  const wait = async () =>
    waitOf((await world.request())!, 'Part of the machine may exist');

  const toldPlatformTeam = () =>
    world.peers.notifications.filter(({ recipients }) =>
      recipients.includes(platformTeam),
    );

  function breakNetBox(): () => void {
    const { deprecate, activate } = world.peers.addresses;
    const fail = async () => {
      throw new ServiceUnavailableError('connect ECONNREFUSED 10.0.0.5:8000');
    };
    Object.assign(world.peers.addresses, { deprecate: fail, activate: fail });
    return () => Object.assign(world.peers.addresses, { deprecate, activate });
  }

  async function approve(): Promise<void> {
    const { id, plan } = (await world.request())!;
    await decide(
      world.truth,
      id,
      { ref: priya, ownership: [priya, approvers] },
      { what: 'approve', digest: plan!.digest },
    );
  }

  it('is an approver, then nobody', async () => {
    expect(await wait()).toMatchObject({ for: 'approval' });
    await approve();
    expect(await wait()).toBeUndefined();
  });

  it('is NetBox while an address cannot be given back, and nothing is told of hosts', async () => {
    const mend = breakNetBox();
    const { id } = (await world.request())!;
    await steer(world.truth, id, annaHerself, { what: 'cancel' });
    await world.settleNow();
    const first = await wait();
    expect(first).toMatchObject({
      for: 'netbox',
      why: expect.stringMatching(/^NetBox does not answer as it should\./),
    });
    expect(first?.why).not.toContain('ECONNREFUSED');
    expect((await world.request())?.obstruction?.cause).toContain(
      'ECONNREFUSED',
    );
    expect(toldPlatformTeam()).toEqual([]);

    await world.settle(minutes(10));
    expect(await wait()).toMatchObject({
      for: 'netbox',
      since: first?.since,
      why: expect.stringMatching(/The platform team has been told\.$/),
    });
    expect(toldPlatformTeam()).toEqual([
      expect.objectContaining({
        title: 'web01.dev.acme.example waits: NetBox does not answer',
        description: 'connect ECONNREFUSED 10.0.0.5:8000',
      }),
    ]);

    mend();
    await world.settle(1);
    expect((await world.request())?.state).toBe('cancelled');
    expect(await wait()).toBeUndefined();
    expect(toldPlatformTeam()).toHaveLength(1);
  });

  it('is NetBox while what follows the apply cannot be written down, however long', async () => {
    const mend = breakNetBox();
    await approve();
    await world.settle(2);
    expect(await world.request()).toMatchObject({ state: 'applied' });
    expect(await wait()).toMatchObject({ for: 'netbox' });
    expect(toldPlatformTeam()).toHaveLength(1);

    mend();
    await world.settle(1);
    expect((await world.request())?.state).toBe('done');
    expect(await wait()).toBeUndefined();
  });

  it('is the inventory while its source cannot say what exists', async () => {
    world.peers.live = false;
    const { id } = (await world.request())!;
    await steer(world.truth, id, annaHerself, { what: 'cancel' });
    await world.settleNow();
    expect(await wait()).toMatchObject({
      for: 'inventory',
      why: 'Waits for lab to say which machines there are.',
    });
  });

  it('is the platform team where nobody else can put it right', async () => {
    const { id } = (await world.request())!;
    world.peers.machines.push({
      source: 'lab',
      id: 'vm-9',
      name: 'web01',
      annotation: `Request ${id}`,
    });
    await steer(world.truth, id, annaHerself, { what: 'cancel' });
    await world.settleNow();
    expect(await wait()).toMatchObject({
      for: 'platform-team',
      why: expect.stringContaining('vm-9'),
    });
  });

  it('is a person after an apply broke half-way, and all who can act are told', async () => {
    world.peers.applyFailsHalfWay = 1;
    await approve();
    await world.settle(minutes(1));
    expect(await wait()).toMatchObject({ for: 'person' });
    const told = world.peers.notifications.filter(({ title }) =>
      title.includes('waits for'),
    );
    expect(told.flatMap(({ recipients }) => recipients)).toEqual(
      expect.arrayContaining([anna, payments, platformTeam]),
    );
  });
});
