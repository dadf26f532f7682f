import { ServiceUnavailableError } from '@backstage/errors';
import { policySchema, stackSchema } from '@backlot/plugin-vm-requests-common';
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
import { judgeRetry } from '../../ledger/judgeRetry';
import { steer } from '../../ledger/steer';

const priyaHerself = { ref: priya, ownership: [priya, approvers] };
const annaHerself = { ref: anna, ownership: [anna, payments] };

/** What is asked for; the name is typed to confirm. */
function asks({
  name = 'web01',
  requestedBy = anna,
}: { name?: string; requestedBy?: string } = {}) {
  return { operation: 'decommission', input: { name }, requestedBy };
}

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
  async function expectNothingLeft(world: World, made: StoredRequest) {
    const { store, effects } = world.truth;
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
    expect(
      await store.listMacAddresses(world.truth.settings.macAddresses),
    ).toEqual([]);
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
    await world.operate(world.peers.addTask('end-1'), made, asks());
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
    await expectNothingLeft(world, made);
    expect(world.peers.notifications.map(({ title }) => title)).toEqual(
      expect.arrayContaining([
        'web01.dev.acme.example waits for approval',
        'web01.dev.acme.example is decommissioned',
      ]),
    );
  });

  it('ends a machine that somebody deleted, of which nothing is left to destroy', async () => {
    const world = new World(database());
    const made = await withMachine(world);
    world.peers.machines.splice(0);
    await world.operate(world.peers.addTask('end-1'), made, asks());
    expect(await world.request()).toMatchObject({
      state: 'planned',
      plan: { summary: { add: 0, change: 0, destroy: 0 } },
      terms: {
        change: {
          does: expect.arrayContaining([
            'The machine is gone already, so Terraform has nothing to destroy.',
          ]),
        },
      },
    });
    await approve(world);
    await world.settle(48);
    await expectNothingLeft(world, made);
  });

  it('frees the name for another machine', async () => {
    const world = new World(database());
    const made = await withMachine(world, 'sandbox');
    await world.operate(world.peers.addTask('end-1'), made, asks());
    await world.settle(48);
    await expectNothingLeft(world, made);
    await world.prepare(
      world.peers.addTask('prepare-2'),
      machineSpec({ environment: 'sandbox' }),
    );
    await world.settle(1);
    const again = (await world.request())!;
    expect(again).toMatchObject({ kind: 'create', state: 'done' });
    expect(again.machineId).not.toBe(made.machineId);
  });

  describe('of several machines', () => {
    /** The sandbox lets machines live in two stacks, whose directories are called the same. */
    const twoStacks = {
      policy: policySchema.parse({
        environments: {
          ...settings.policy.environments,
          sandbox: {
            ...settings.policy.environments.sandbox,
            stacks: ['default', 'payments'],
          },
        },
      }),
      stacks: {
        ...settings.stacks,
        payments: stackSchema.parse({ repository: 'payments/machines' }),
      },
    };

    /** Ends machines while the forge refuses to remove files; answers where their files lie. */
    async function endAll(
      world: World,
      names: string[],
      stack?: string,
    ): Promise<Map<string, string[]>> {
      const removeFiles = jest
        .spyOn(world.peers.forge, 'removeFiles')
        .mockRejectedValue(new Error('503 Service Unavailable'));
      const paths = new Map<string, string[]>();
      for (const name of names) {
        await world.prepare(
          world.peers.addTask(`prepare-${name}`),
          machineSpec({ name, environment: 'sandbox', stack }),
        );
        await world.settle(0.1);
        const made = (await world.request())!;
        paths.set(
          name,
          made.files!.map(({ path }) => path),
        );
        await world.operate(
          world.peers.addTask(`end-${name}`),
          made,
          asks({ name }),
        );
        await world.settle(0.1);
        expect(await world.request()).toMatchObject({ state: 'done' });
      }
      expect(world.peers.removals).toEqual([]);
      removeFiles.mockRestore();
      return paths;
    }

    it('removes their files by one pull request', async () => {
      const world = new World(database());
      const { peers } = world;
      const paths = await endAll(world, ['web01', 'web02', 'web03']);
      await world.settle(2);
      expect(peers.removals).toEqual(['Remove the files of 3 machines']);
      expect(new Set(peers.removedFiles)).toEqual(
        new Set([...paths.values()].flat()),
      );
      expect([...peers.main.keys()]).toEqual([]);
      expect(
        await world.truth.effects.listOpen('directory-removal', {
          of: {
            stack: 'default',
            repository: 'platform/infrastructure',
            baseBranch: 'main',
          },
          limit: 9,
        }),
      ).toEqual([]);
    });

    it('gathers the files of machines that end at the same time, but not for long', async () => {
      const world = new World(database());
      const { peers } = world;
      const names = ['web01', 'web02', 'web03'];
      for (const name of names) {
        await world.prepare(
          peers.addTask(`prepare-${name}`),
          machineSpec({ name, environment: 'sandbox' }),
        );
        await world.settle(0.1);
      }
      const made = await Promise.all(
        (
          await database()('requests').orderBy('id').pluck('id')
        ).map(id => world.truth.store.get(id)),
      );
      const end = (name: string) =>
        world.operate(
          peers.addTask(`end-${name}`),
          made.find(request => request.name === name)!,
          asks({ name }),
        );
      peers.beforeApply = async ({ directory }) => {
        if (directory.endsWith('web03')) {
          throw new ServiceUnavailableError('Atlantis is restarting.');
        }
      };
      const soon = 0.004;
      await end('web03');
      await world.settle(soon);
      await end('web01');
      await world.settle(soon);
      await end('web02');
      await world.settle(soon);
      expect(peers.removals).toEqual([]);
      await world.settle(1.5);
      expect(peers.removals).toEqual(['Remove the files of 2 machines']);
    });

    it('removes those of two stacks by one pull request in each', async () => {
      const world = new World(database(), { settings: twoStacks });
      const { forge } = world.peers;
      const first = await endAll(world, ['web01', 'web02']);
      const second = await endAll(world, ['web03', 'web04'], 'payments');
      const removeFiles = jest.spyOn(forge, 'removeFiles');
      await world.settle(2);
      const removals = removeFiles.mock.calls.map(
        ([{ stack, repository, paths }]) => ({
          stack,
          repository,
          paths: [...paths].sort(),
        }),
      );
      expect(removals).toHaveLength(2);
      expect(removals).toEqual(
        expect.arrayContaining([
          {
            stack: 'default',
            repository: 'platform/infrastructure',
            paths: [...first.values()].flat().sort(),
          },
          {
            stack: 'payments',
            repository: 'payments/machines',
            paths: [...second.values()].flat().sort(),
          },
        ]),
      );
    });

    it('gathers those of its stack, however many of a withdrawn one wait', async () => {
      const both = new World(database(), { settings: twoStacks });
      await endAll(both, ['old01'], 'payments');
      const [stuck] = await database()('effects').where({
        what: 'directory-removal',
      });
      await database()('effects').insert(
        Array.from({ length: 20 }, () => ({
          ...stuck,
          id: both.truth.newId(),
        })),
      );
      await endAll(both, ['web01', 'web02', 'web03']);
      const world = new World(database(), { from: both });
      await world.settle(2);
      expect(world.peers.removals).toEqual(['Remove the files of 3 machines']);
    });

    it('removes the files of one whose name is taken again elsewhere', async () => {
      const world = new World(database(), { settings: twoStacks });
      const { forge } = world.peers;
      const paths = await endAll(world, ['web01']);
      const removeFiles = jest.spyOn(forge, 'removeFiles');
      await world.prepare(
        world.peers.addTask('again'),
        machineSpec({
          name: 'web01',
          environment: 'sandbox',
          stack: 'payments',
        }),
      );
      await world.settle(2);
      expect(await world.request()).toMatchObject({
        kind: 'create',
        stack: 'payments',
        directory: 'vms/sandbox/web01',
        state: 'done',
      });
      expect(removeFiles.mock.calls).toEqual([
        [
          expect.objectContaining({
            stack: 'default',
            repository: 'platform/infrastructure',
            paths: paths.get('web01'),
          }),
        ],
      ]);
    });

    it('leaves the files of one whose name is taken again', async () => {
      const world = new World(database());
      const { peers } = world;
      const paths = await endAll(world, ['web01', 'web02']);
      await world.prepare(
        peers.addTask('again'),
        machineSpec({ name: 'web01', environment: 'sandbox' }),
      );
      await world.settle(2);
      expect(await world.request()).toMatchObject({
        kind: 'create',
        name: 'web01',
        state: 'done',
      });
      expect(peers.removals).toEqual([
        'Remove the files of web02.dev.acme.example',
      ]);
      expect([...peers.main.keys()]).toEqual(paths.get('web01'));
    });

    it('leaves it to another replica that removes files of the repository', async () => {
      const world = new World(database());
      const { peers, truth } = world;
      await endAll(world, ['web01']);
      const lease = await truth.leases.tryAcquire(
        'clean-up:default:platform/infrastructure',
      );
      // Shorter in real time than the lease lasts.
      await world.settle(0.1);
      expect(peers.removals).toEqual([]);
      await lease!.release();
      await world.settle(1);
      expect(peers.removals).toHaveLength(1);
    });
  });

  it('leaves the machine as it is when it is rejected or cancelled', async () => {
    const world = new World(database());
    const made = await withMachine(world);
    for (const [index, end] of ['rejected', 'cancelled'].entries()) {
      await world.operate(world.peers.addTask(`end-${index}`), made, asks());
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
      /belongs to group:default\/team-payments/,
    ],
  ])('is refused to %s', async (_, input, words) => {
    const world = new World(database());
    const made = await withMachine(world);
    await expect(
      world.operate(world.peers.addTask('end-1'), made, asks(input)),
    ).resolves.toBeUndefined();
    expect((await world.request())!.id).toBe(made.id);
    await expect(
      world.opening(world.peers.addTask('end-2'), made, asks(input)),
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
      without([]).opening(world.peers.addTask('end-1'), made, asks()),
    ).rejects.toThrow(/Nobody can approve this/);
    const later = without([platformTeam]);
    await later.operate(world.peers.addTask('end-2'), made, asks());
    expect(await later.request()).toMatchObject({
      state: 'planned',
      approvers: [platformTeam],
    });
  });

  it('changes nothing in Git but that the machine shall not be', async () => {
    const world = new World(database());
    const made = await withMachine(world);
    const { files } = await world.opening(
      world.peers.addTask('end-1'),
      made,
      asks(),
    );
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
      world.opening(world.peers.addTask('end-1'), made, asks()),
    ).rejects.toThrow(/protected from being decommissioned/);
  });

  it('lets one request on a machine be open, and gives its task the same again', async () => {
    const world = new World(database());
    const made = await withMachine(world);
    const task = world.peers.addTask('end-1');
    const opened = await world.opening(task, made, asks());
    expect(await world.opening(task, made, asks())).toEqual(opened);
    await expect(
      world.opening(world.peers.addTask('end-2'), made, asks()),
    ).rejects.toThrow(/is retiring: nothing else/);
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

  it('is done where somebody deleted the machine between plan and apply', async () => {
    const world = new World(database());
    const made = await withMachine(world);
    await world.operate(world.peers.addTask('end-1'), made, asks());
    await approve(world);
    world.peers.machines.splice(0);
    await world.settle(12 * 24);
    expect(await lifecycleOf(world, made)).toBe('gone');
    await expectNothingLeft(world, made);
  });

  describe('a machine that the state of Terraform lost after the plan was approved', () => {
    async function held(world: World) {
      const made = await withMachine(world);
      await world.operate(world.peers.addTask('end-1'), made, asks());
      await approve(world);
      world.peers.lostStates.add(made.directory);
      await world.settle(1);
      return { made, request: (await world.request())! };
    }

    const words =
      /nothing to destroy: its state of .* does not know web01.*which lab still shows \(vm-1\).*import it.*plan anew; or cancel/;

    it('waits for a person, who reads what to do', async () => {
      const world = new World(database());
      const { request } = await held(world);
      expect(request).toMatchObject({
        state: 'applying',
        phase: 'held',
        mayExist: false,
        message: expect.stringMatching(words),
      });
      expect(world.abilitiesOf(request, annaHerself)).toEqual([
        'cancel',
        'replan',
      ]);
      expect(judgeRetry(request, false)).toMatchObject({
        possible: false,
        why: expect.stringMatching(words),
      });
      expect(world.peers.machines).toHaveLength(1);
      expect([...world.peers.addressesByKey.values()]).toEqual(['active']);
    });

    it('is active again once the request is cancelled', async () => {
      const world = new World(database());
      const { made, request } = await held(world);
      await steer(world.truth, request.id, annaHerself, { what: 'cancel' });
      await world.settle(48);
      expect(await world.request()).toMatchObject({ state: 'cancelled' });
      expect(await lifecycleOf(world, made)).toBe('active');
      expect(world.peers.machines).toHaveLength(1);
      expect([...world.peers.addressesByKey.values()]).toEqual(['active']);
      expect(world.peers.records.size).toBe(1);
      expect(world.peers.locks.size).toBe(0);
    });

    it('says the same of a new plan, and ends once the state knows it again', async () => {
      const world = new World(database());
      const { made, request } = await held(world);
      await steer(world.truth, request.id, annaHerself, { what: 'replan' });
      await world.settle(1);
      expect(await world.request()).toMatchObject({
        phase: 'held',
        mayExist: false,
        message: expect.stringMatching(words),
      });
      world.peers.lostStates.clear();
      await steer(world.truth, request.id, annaHerself, { what: 'replan' });
      await world.settle(48);
      await expectNothingLeft(world, made);
    });

    it('ends once somebody has deleted it', async () => {
      const world = new World(database());
      const { made, request } = await held(world);
      world.peers.machines.splice(0);
      await steer(world.truth, request.id, annaHerself, { what: 'replan' });
      await world.settle(48);
      expect(await lifecycleOf(world, made)).toBe('gone');
      await expectNothingLeft(world, made);
    });

    it('does not count as gone while nobody can say whether it stands', async () => {
      const world = new World(database());
      const made = await withMachine(world);
      await world.operate(world.peers.addTask('end-1'), made, asks());
      await approve(world);
      world.peers.lostStates.add(made.directory);
      world.peers.live = false;
      await world.settle(1);
      const request = (await world.request())!;
      expect(request).toMatchObject({
        state: 'applying',
        phase: 'held',
        mayExist: true,
        retryCheck: { finds: 'unknown' },
      });
      world.peers.live = true;
      await steer(world.truth, request.id, annaHerself, { what: 'retry' });
      await world.settle(1);
      expect(await world.request()).toMatchObject({
        phase: 'held',
        mayExist: false,
        message: expect.stringMatching(words),
      });
    });
  });

  it('cannot be rolled back', async () => {
    const world = new World(database());
    const made = await withMachine(world);
    await world.operate(world.peers.addTask('end-1'), made, asks());
    const { id } = (await world.request())!;
    await expect(
      steer(world.truth, id, annaHerself, { what: 'roll-back', reason: 'No' }),
    ).rejects.toThrow(/cannot be rolled back/);
  });
});
