import { NotAllowedError } from '@backstage/errors';
import {
  anna,
  approvers,
  machineSpec,
  payments,
  priya,
  settings,
} from '../__testUtils__/company';
import { useDatabase } from '../__testUtils__/useDatabase';
import { World } from '../__testUtils__/World';
import { decide } from './decide';
import { steer } from './steer';

const omar = 'user:default/omar.haddad';
const search = 'group:default/team-search';
const desk = 'group:default/service-desk';
const dana = 'user:default/dana.lind';

function onBehalf(by?: string[]) {
  const { development } = settings.policy.environments;
  return {
    policy: {
      ...settings.policy,
      environments: {
        development: { ...development, onBehalf: by && { by } },
      },
    },
  };
}

describe('a request that is made for somebody else', () => {
  const database = useDatabase();

  function newWorld(by: string[] | null = [desk]): World {
    const world = new World(database(), {
      settings: onBehalf(by ?? undefined),
    });
    world.peers.ownership.set(dana, [desk, approvers]);
    world.peers.ownership.set(omar, [search, approvers]);
    return world;
  }

  const asked = (requestedFor: string, owner: string) => ({
    spec: machineSpec({ owner }),
    requestedBy: dana,
    requestedFor,
  });

  async function prepared(world: World) {
    const { spec, ...rest } = asked(omar, search);
    await world.prepare(world.peers.addTask('prepare-1'), spec, rest);
    return (await world.request())!;
  }

  it('keeps who sent it apart from whom it is for, and tells both', async () => {
    const world = newWorld();
    const request = await prepared(world);
    expect(request).toMatchObject({
      state: 'planned',
      requestedBy: dana,
      requestedFor: omar,
      owner: search,
    });
    const [opened] = await world.truth.store.listEvents(request.id);
    expect(opened).toMatchObject({
      by: dana,
      reason: `On behalf of ${omar}.`,
    });
    await decide(
      world.truth,
      request.id,
      { ref: priya, ownership: [priya, approvers] },
      { what: 'approve', digest: request.plan!.digest },
    );
    await world.settle(1);
    const told = world.peers.notifications.filter(
      ({ title }) => /approved/.test(title) || /is ready/.test(title),
    );
    expect(told.map(({ recipients }) => recipients)).toEqual([
      [dana, omar],
      [dana, omar, search],
    ]);
    const { items } = await world.truth.store.listMachines({ limit: 1 });
    expect(items[0]).toMatchObject({ owner: search, requestedFor: omar });
  });

  it('says so to approvers', async () => {
    const world = newWorld();
    await prepared(world);
    await world.settle(1);
    expect(world.peers.notifications).toContainEqual(
      expect.objectContaining({
        recipients: [approvers],
        description: expect.stringMatching(
          /requests a machine for .*omar.* in Development/i,
        ),
      }),
    );
  });

  it('is approved by neither of the two, though both are approvers', async () => {
    const world = newWorld();
    const { id, plan } = await prepared(world);
    for (const person of [
      { ref: dana, ownership: [dana, desk, approvers] },
      { ref: omar, ownership: [omar, search, approvers] },
    ]) {
      await expect(
        decide(world.truth, id, person, {
          what: 'approve',
          digest: plan!.digest,
        }),
      ).rejects.toThrow(NotAllowedError);
      expect(world.abilitiesOf((await world.request())!, person)).toEqual([
        'cancel',
      ]);
    }
    await expect(
      decide(
        world.truth,
        id,
        { ref: omar, ownership: [omar, search, approvers] },
        { what: 'reject', reason: 'No' },
      ),
    ).rejects.toThrow(/whom a machine is for cannot decide/);
  });

  it('is approved by no member of the group that it is for', async () => {
    const world = newWorld();
    const { spec, ...rest } = asked(search, search);
    await world.prepare(world.peers.addTask('prepare-1'), spec, rest);
    const { id, plan } = (await world.request())!;
    await expect(
      decide(
        world.truth,
        id,
        { ref: omar, ownership: [omar, search, approvers] },
        { what: 'approve', digest: plan!.digest },
      ),
    ).rejects.toThrow(/made for group:default\/team-search/);
  });

  it('can be cancelled by whom it is for', async () => {
    const world = newWorld();
    const { id } = await prepared(world);
    await steer(
      world.truth,
      id,
      { ref: omar, ownership: [omar, search] },
      { what: 'cancel' },
    );
    await world.settle(1);
    expect(await world.request()).toMatchObject({ state: 'cancelled' });
  });

  it('is found by whom it is for, who is not asked to decide on it', async () => {
    const world = newWorld();
    const { id } = await prepared(world);
    const list = async (query: object) =>
      (await world.truth.store.list({ limit: 10, ...query })).items.map(
        item => item.id,
      );
    expect(await list({ requestedFor: [omar, search] })).toEqual([id]);
    expect(await list({ requestedFor: [anna] })).toEqual([]);
    expect(await list({ owner: [search] })).toEqual([id]);
    const decides = (person: string, groups: string[]) =>
      list({
        decider: [person, ...groups],
        notRequestedBy: person,
        notRequestedFor: [person, ...groups],
      });
    expect(await decides(omar, [search, approvers])).toEqual([]);
    expect(await decides(priya, [approvers])).toEqual([id]);
  });

  it.each([
    [null, omar, search, /policy lets nobody do that/],
    [[payments], omar, search, /policy lets only .*team-payments do that/],
    [[desk], 'user:default/nobody', 'user:default/nobody', /catalog has no/],
    [[desk], omar, payments, /The owner of a machine .* not .*team-payments/],
    [[desk], search, omar, /is that group, not/],
    [[desk], approvers, approvers, /Nobody could approve/],
    [[desk], 'template:default/rhel9-vm', search, /neither a user nor a group/],
  ] as const)(
    '%s: is refused for %s, owned by %s',
    async (by, to, owner, words) => {
      const world = newWorld(by && [...by]);
      await expect(
        world.open(world.peers.addTask('t1'), asked(to, owner)),
      ).rejects.toThrow(words);
    },
  );

  it('is made by anybody for a group of theirs', async () => {
    const world = newWorld([payments]);
    await world.open(world.peers.addTask('t1'), {
      spec: machineSpec({ owner: payments }),
      requestedFor: payments,
    });
    expect(await world.request()).toMatchObject({
      requestedBy: anna,
      requestedFor: payments,
    });
  });
});
