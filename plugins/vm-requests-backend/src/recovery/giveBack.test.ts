import { openRequest } from '../ledger/openRequest';
import { propose } from '../ledger/propose';
import { steer } from '../ledger/steer';
import { anna, machineSpec, payments } from '../__testUtils__/company';
import { useDatabase } from '../__testUtils__/useDatabase';
import { World } from '../__testUtils__/World';

const annaHerself = { ref: anna, ownership: [anna, payments] };
const key = 'web01.dev.acme.example/eth0/ipv4';
const hour = 3600_000;

describe('giving back', () => {
  const database = useDatabase();
  let world: World;

  beforeEach(() => {
    world = new World(database());
  });

  async function cancel(): Promise<string> {
    const { id } = (await world.request())!;
    await steer(world.truth, id, annaHerself, { what: 'cancel' });
    await world.settleNow();
    return id;
  }

  async function stepsOf(id: string) {
    const effects = await world.truth.effects.list(id);
    return effects
      .filter(({ what }) => what !== 'notification')
      .map(({ what, doneAt }) => `${what}${doneAt ? ' done' : ''}`);
  }

  it('deprecates the address at once and deletes it after its quarantine', async () => {
    await world.prepare(world.peers.addTask('t1'));
    const id = await cancel();
    expect((await world.request())?.state).toBe('cancelled');
    expect(world.peers.addressesByKey.get(key)).toBe('deprecated');
    expect(await stepsOf(id)).toEqual([
      'pull-request done',
      'apply-check done',
      'reservation done',
      'address done',
      'machine-record done',
      'lock-release done',
      'branch-removal',
      'address-removal',
    ]);
    await world.settle(23);
    expect(world.peers.addressesByKey.get(key)).toBe('deprecated');
    await world.settle(2);
    expect(world.peers.addressesByKey.has(key)).toBe(false);
  });

  describe('a machine of several network cards', () => {
    const keys = ['eth0/ipv4', 'eth0/ipv6', 'eth1/ipv4'].map(
      card => `web01.dev.acme.example/${card}`,
    );
    const spec = machineSpec({
      environment: 'networks',
      extraCards: [{ network: 'fra1-dev-db' }],
    });
    const statuses = () =>
      keys.map(each => world.peers.addressesByKey.get(each));

    it('takes back all of its addresses', async () => {
      await world.prepare(world.peers.addTask('t1'), spec);
      expect(statuses()).toEqual(['reserved', 'reserved', 'reserved']);
      await cancel();
      expect(statuses()).toEqual(['deprecated', 'deprecated', 'deprecated']);
      await world.settle(25);
      expect([...world.peers.addressesByKey]).toEqual([]);
    });

    it('goes on with the others when one cannot be deprecated', async () => {
      await world.prepare(world.peers.addTask('t1'), spec);
      const { deprecate } = world.peers.addresses;
      let broken = true;
      world.peers.addresses.deprecate = async each => {
        if (broken && each === keys[1]) {
          throw new Error('NetBox has a hiccup.');
        }
        await deprecate(each);
      };
      await cancel();
      expect(statuses()).toEqual(['deprecated', 'reserved', 'deprecated']);
      expect((await world.request())?.state).toBe('undoing');
      broken = false;
      await world.settle(25);
      expect((await world.request())?.state).toBe('cancelled');
      await world.settle(25);
      expect([...world.peers.addressesByKey]).toEqual([]);
    });

    it('leaves those alone that a machine of the same name has by then', async () => {
      await world.prepare(world.peers.addTask('t1'), spec);
      await cancel();
      await world.prepare(
        world.peers.addTask('t2'),
        machineSpec({ environment: 'networks' }),
      );
      await world.settle(25);
      expect(statuses()).toEqual(['reserved', 'reserved', undefined]);
    });

    it('is refused before its pull request where a template allocates too few', async () => {
      world.peers.addressesByKey.clear();
      const opened = await openRequest(world.truth, {
        spec,
        requestedBy: anna,
        task: world.peers.addTask('t1').id,
      });
      await expect(
        propose(world.truth, {
          ...opened,
          files: [
            { path: `${opened.repository.directory}/main.tf`, content: '' },
          ],
          placement: {
            source: 'lab',
            datacenter: { id: 'd', name: 'fra1' },
            cluster: { id: 'c', name: 'fra1-dev-01' },
            resourcePool: { id: 'r', name: 'Resources' },
            datastore: { id: 's', name: 'ssd' },
            network: { id: 'n', name: 'fra1-dev-app' },
            reasons: [],
          },
          address: {
            address: '10.20.210.17',
            prefixLength: 24,
            gateway: '10.20.210.1',
            dnsServers: [],
            domain: 'dev.acme.example',
            key: keys[0],
          },
        }),
      ).rejects.toThrow(/allocated no address for .*eth0\/ipv6, .*eth1\/ipv4/);
    });
  });

  it('frees what its pull request has locked at Atlantis before closing it', async () => {
    await world.prepare(world.peers.addTask('t1'));
    const { pullRequest, directory } = (await world.request())!;
    // Somebody planned in a comment.
    world.peers.locks.set(pullRequest!.number, directory);
    const seen: boolean[] = [];
    const { withdraw } = world.peers.forge;
    world.peers.forge.withdraw = async branch => {
      seen.push(world.peers.locks.size === 0);
      await withdraw(branch);
    };
    await cancel();
    expect(seen).toEqual([true]);
    expect((await world.request())?.state).toBe('cancelled');
  });

  it('gives all else back while Atlantis is down, and frees its lock when it is back', async () => {
    await world.prepare(world.peers.addTask('t1'));
    const { pullRequest, directory } = (await world.request())!;
    world.peers.locks.set(pullRequest!.number, directory);
    const { freeLocks } = world.peers.jobs;
    world.peers.jobs.freeLocks = async () => {
      throw new Error('Atlantis can’t be reached.');
    };
    const id = await cancel();
    expect((await world.request())?.state).toBe('cancelled');
    expect(world.peers.addressesByKey.get(key)).toBe('deprecated');
    const [waiting] = (await world.truth.effects.list(id)).filter(
      ({ what }) => what === 'lock-release',
    );
    expect(waiting).toMatchObject({
      doneAt: undefined,
      detail: 'Atlantis can’t be reached.',
    });
    world.peers.jobs.freeLocks = freeLocks;
    await world.settle(1);
    expect(world.peers.locks.size).toBe(0);
    expect(await stepsOf(id)).toContain('lock-release done');
  });

  it('frees a lock that was taken again before the pull request was closed', async () => {
    const task = world.peers.addTask('t2');
    await world.prepare(task);
    const { id, pullRequest, directory } = (await world.request())!;
    // Its task still runs, so the pull request stays open for now.
    task.state = 'running';
    await steer(world.truth, id, annaHerself, { what: 'cancel' });
    await world.settleNow();
    expect(await stepsOf(id)).toContain('lock-release');
    world.peers.locks.set(pullRequest!.number, directory);
    task.state = 'ended';
    await world.settle(1);
    expect(world.peers.locks.size).toBe(0);
    expect(await stepsOf(id)).toContain('lock-release done');
  });

  it('leaves an address to a later request of the same name', async () => {
    await world.prepare(world.peers.addTask('t1'));
    await cancel();
    await world.prepare(world.peers.addTask('t2'));
    expect(world.peers.addressesByKey.get(key)).toBe('reserved');
    await world.settle(30);
    expect((await world.request())?.state).toBe('planned');
    expect(world.peers.addressesByKey.get(key)).toBe('reserved');
  });

  it('withdraws what a task that was given up proposed late', async () => {
    await world.prepare(world.peers.addTask('t1'));
    await cancel();
    const ended = (await world.request())!;
    const { stack, repository, baseBranch, branch, files = [] } = ended;
    const late = { stack, repository, baseBranch, branch, title: '', body: '' };
    await world.peers.forge.propose({
      ...late,
      files,
      changesExisting: false,
    });
    await world.settle(2);
    expect([...world.peers.branches]).toEqual([]);
  });

  it('finds what a task that was given up allocated late', async () => {
    await world.prepare(world.peers.addTask('t1'));
    const id = await cancel();
    await world.settle(1);
    world.peers.addressesByKey.set(key, 'reserved');
    world.peers.reservations.add(id);
    await world.settle(24);
    expect(world.peers.addressesByKey.get(key)).toBe('deprecated');
    expect(world.peers.reservations.size).toBe(0);
    await world.settle(25);
    expect(world.peers.addressesByKey.has(key)).toBe(false);
  });

  it('takes nothing away from under a task that still runs', async () => {
    const task = world.peers.addTask('t1');
    const { request: id } = await openRequest(world.truth, {
      spec: machineSpec(),
      requestedBy: anna,
      task: task.id,
    });
    world.peers.addressesByKey.set(key, 'reserved');
    world.peers.tasks.cancel = async () => {};
    await cancel();
    expect(await stepsOf(id)).toEqual([
      'pull-request',
      'apply-check',
      'reservation',
      'address',
      'machine-record',
    ]);
    const [step] = await world.truth.effects.list(id);
    expect(step.detail).toBe('Waits for task t1 to end.');
    task.state = 'ended';
    world.advance(10_000);
    await world.settleNow();
    expect((await world.request())?.state).toBe('cancelled');
  });

  it('gives no address back while the inventory cannot say what exists', async () => {
    await world.prepare(world.peers.addTask('t1'));
    world.peers.live = false;
    const id = await cancel();
    expect(await stepsOf(id)).toContain('apply-check');
    expect(world.peers.addressesByKey.get(key)).toBe('reserved');
    world.peers.live = true;
    await world.settle(1);
    expect((await world.request())?.state).toBe('cancelled');
  });

  it('gives no address back while a machine of the request exists', async () => {
    await world.prepare(world.peers.addTask('t1'));
    const { id } = (await world.request())!;
    world.peers.machines.push({
      source: 'lab',
      id: 'vm-9',
      name: 'web01',
      annotation: `Request ${id}`,
    });
    await cancel();
    await world.settle(1);
    const effects = await world.truth.effects.list(id);
    expect(effects[1].detail).toMatch(/machine vm-9 of lab was made for this/);
    expect(world.peers.addressesByKey.get(key)).toBe('reserved');
    world.peers.machines.pop();
    await world.settle(1);
    expect((await world.request())?.state).toBe('cancelled');
  });

  it('goes on until a peer that is down is back, and says so', async () => {
    await world.prepare(world.peers.addTask('t1'));
    const { withdraw } = world.peers.forge;
    world.peers.forge.withdraw = async () => {
      throw new Error('The forge does not answer.');
    };
    const id = await cancel();
    await world.settle(2);
    const [step] = await world.truth.effects.list(id);
    expect(step).toMatchObject({ detail: 'The forge does not answer.' });
    expect((await world.request())?.state).toBe('undoing');
    world.peers.forge.withdraw = withdraw;
    await world.settle(1);
    expect((await world.request())?.state).toBe('cancelled');
  });

  it('refuses every step once it has begun', async () => {
    const task = world.peers.addTask('t1');
    await world.prepare(task);
    await cancel();
    await expect(
      openRequest(world.truth, {
        spec: machineSpec(),
        requestedBy: anna,
        task: task.id,
      }),
    ).rejects.toThrow(/is cancelled/);
    world.advance(hour);
  });
});
