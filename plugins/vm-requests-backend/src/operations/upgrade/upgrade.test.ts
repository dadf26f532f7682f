import { PlanValue } from '@backlot/plugin-vm-requests-common';
import { TerraformPin } from '@backlot/plugin-vm-requests-node';
import {
  anna,
  approvers,
  blueprint,
  machineSpec,
  payments,
  priya,
} from '../../__testUtils__/company';
import { useDatabase } from '../../__testUtils__/useDatabase';
import { World } from '../../__testUtils__/World';
import { StoredRequest } from '../../database/StoredRequest';
import { decide } from '../../ledger/decide';
import { steer } from '../../ledger/steer';
import { previewOperation } from '../openOperation';

jest.setTimeout(120_000);

const directory = 'vms/development/web01';
const lockPath = `${directory}/.terraform.lock.hcl`;
const asked = { operation: 'upgrade', input: {} };

const upgraded = {
  moduleSource: blueprint.terraform.moduleSource.replace('v1.0.0', 'v2.0.0'),
  provider: { ...blueprint.terraform.provider, version: '2.16.1' },
};

/** What the newer provider changes. */
const drift: PlanValue[] = [
  { path: ['sync_time_with_host'], before: false, after: true },
];

describe('upgrading', () => {
  const database = useDatabase();

  /** The ledger after an admin has changed its configuration. */
  const reconfigured = (world: World, terraform: TerraformPin) =>
    new World(database(), {
      from: world,
      settings: { blueprints: { 'rhel9-vm': { ...blueprint, terraform } } },
    });

  async function approve(world: World): Promise<void> {
    const request = (await world.request())!;
    await decide(
      world.truth,
      request.id,
      { ref: priya, ownership: [priya, approvers] },
      { what: 'approve', digest: request.plan!.digest },
    );
    await world.settle(1);
  }

  /** A machine that runs, and the request that made it. */
  async function withMachine(
    world: World,
    lockFile: string | null = 'lock of 1.26.0\n',
  ): Promise<StoredRequest> {
    await world.prepare(
      world.peers.addTask('prepare-1'),
      machineSpec({ environment: 'development' }),
      {
        more: {
          'main.tf': 'module "vm" {\n  source = "MODULE"\n}\n',
          'versions.tf.json': JSON.stringify({
            terraform: {
              required_providers: {
                vsphere: { source: 'vmware/vsphere', version: '= 1.26.0' },
              },
            },
          }),
          ...(lockFile !== null && { '.terraform.lock.hcl': lockFile }),
        },
      },
    );
    await approve(world);
    return (await world.request())!;
  }

  async function previewOf(world: World, made: StoredRequest) {
    return previewOperation(
      world.truth,
      await world.truth.store.getMachine(made.machineId),
      { kind: 'upgrade', input: {}, ownership: [anna, payments] },
    );
  }

  it('takes what configuration names by now, whose plan a person has approved', async () => {
    const old = new World(database());
    const made = await withMachine(old);
    const world = reconfigured(old, { ...upgraded, lockFile: 'lock of 2\n' });
    world.peers.drift = drift;
    await world.operate(world.peers.addTask('upgrade-1'), made, asked);
    const planned = (await world.request())!;
    expect(planned).toMatchObject({
      kind: 'upgrade',
      state: 'planned',
      plan: { summary: { add: 0, change: 1, destroy: 0 } },
      terms: {
        terraform: upgraded,
        change: {
          does: [
            'Module: v1.0.0 to v2.0.0.',
            'Provider vmware/vsphere: 1.26.0 to 2.16.1.',
            'The lock file of the provider is replaced.',
          ],
          interrupts: expect.stringContaining('may be restarted'),
        },
      },
    });

    await approve(world);
    expect(await world.request()).toMatchObject({ state: 'done' });
    expect(world.peers.main.get(`${directory}/main.tf`)).toContain(
      '?ref=v2.0.0"',
    );
    expect(world.peers.main.get(`${directory}/versions.tf.json`)).toContain(
      '"= 2.16.1"',
    );
    expect(world.peers.main.get(lockPath)).toBe('lock of 2\n');
    expect(await world.truth.store.getMachine(made.machineId)).toMatchObject({
      lifecycle: 'active',
      generation: 2,
      shapedBy: planned.id,
    });
    // It has them now, and a resize leaves them.
    expect(await previewOf(world, made)).toMatchObject({
      problems: [expect.stringContaining('There is nothing to upgrade')],
    });
    await world.operate(world.peers.addTask('resize-1'), made, {
      operation: 'resize',
      input: { cpus: 4 },
    });
    expect(await world.request()).toMatchObject({
      terms: { terraform: upgraded },
    });
  });

  it('is refused where the blueprint was withdrawn; the machine is resized all the same', async () => {
    const old = new World(database());
    const made = await withMachine(old);
    const world = new World(database(), {
      from: old,
      settings: { blueprints: {} },
    });
    expect(await previewOf(world, made)).toMatchObject({
      problems: [
        expect.stringMatching(
          /no longer has the blueprint rhel9-vm.*nobody knows what to upgrade it to/,
        ),
      ],
    });
    await world.operate(world.peers.addTask('resize-1'), made, {
      operation: 'resize',
      input: { cpus: 4 },
    });
    expect(await world.request()).toMatchObject({
      kind: 'resize',
      state: 'planned',
      terms: { terraform: made.terms.terraform },
    });
  });

  it('is done where the versions alone change, and Terraform nothing', async () => {
    const old = new World(database());
    const made = await withMachine(old);
    const world = reconfigured(old, upgraded);
    const { id } = world.peers.machines[0];
    world.peers.poweredOff.add(id);
    await world.operate(world.peers.addTask('upgrade-1'), made, asked);
    expect(await world.request()).toMatchObject({
      state: 'planned',
      plan: { changes: [] },
    });
    await approve(world);
    const done = (await world.request())!;
    expect(done).toMatchObject({ state: 'done' });
    expect(done.message).toBeUndefined();
    expect(world.peers.poweredOff.has(id)).toBe(true);
    // Configuration has no lock file, and the one that was there is of another version.
    expect(world.peers.main.has(lockPath)).toBe(false);
    const events = await world.truth.store.listEvents(done.id);
    expect(events.find(({ type }) => type === 'applied')).not.toHaveProperty(
      'reason',
      expect.anything(),
    );
    const { files } = await world.truth.store.getShaping(
      await world.truth.store.getMachine(made.machineId),
    );
    expect(files!.map(({ path }) => path)).not.toContain(lockPath);
  });

  it.each([undefined, 'its source has no account for it.'])(
    'gives a machine that was off its power state back, or says why not: %s',
    async powerObstacle => {
      const old = new World(database());
      const made = await withMachine(old);
      const world = reconfigured(old, upgraded);
      const { id } = world.peers.machines[0];
      world.peers.powerObstacle = powerObstacle;
      world.peers.poweredOff.add(id);
      world.peers.drift = drift;
      expect((await previewOf(world, made)).interrupts).toContain(
        'The machine is off.',
      );
      await world.operate(world.peers.addTask('upgrade-1'), made, asked);
      await approve(world);
      expect(await world.request()).toMatchObject({
        state: 'done',
        message: powerObstacle
          ? `It was off before and is on now: ${powerObstacle}`
          : 'It was off before, and is off again.',
      });
      expect(world.peers.poweredOff.has(id)).toBe(!powerObstacle);
    },
  );

  it('says of a new tag of the module that the plan tells what restarts', async () => {
    const old = new World(database());
    const made = await withMachine(old);
    const { moduleSource } = upgraded;
    const world = reconfigured(old, { ...blueprint.terraform, moduleSource });
    expect(await previewOf(world, made)).toEqual({
      does: ['Module: v1.0.0 to v2.0.0.'],
      interrupts: expect.stringContaining('the plan says it'),
      problems: [],
    });
  });

  it('refuses a plan that takes a disk for another, and leaves the machine', async () => {
    const old = new World(database());
    const made = await withMachine(old);
    const world = reconfigured(old, upgraded);
    world.peers.drift = [
      { path: ['disk', 0, 'label'], before: 'disk0', after: '<deleted>' },
    ];
    await world.operate(world.peers.addTask('upgrade-1'), made, asked);
    await world.settle(48);
    expect(await world.request()).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('disk.0.label'),
    });
    expect(world.peers.main.get(lockPath)).toBe('lock of 1.26.0\n');
  });

  it.each<[string | null, string | undefined]>([
    ['lock of 1.26.0\n', undefined],
    [null, 'lock of 2\n'],
  ])(
    'goes back to the files that were applied last when a person rolls it back, with lock file %j before and %j after',
    async (before, lockFile) => {
      const old = new World(database());
      const made = await withMachine(old, before);
      const world = reconfigured(old, { ...upgraded, lockFile });
      world.peers.drift = drift;
      world.peers.applyFailsHalfWay = 1;
      await world.operate(world.peers.addTask('upgrade-1'), made, asked);
      await approve(world);
      const held = (await world.request())!;
      expect(held).toMatchObject({ state: 'applying', phase: 'held' });
      const put = jest.spyOn(world.peers.forge, 'replaceFile');
      await steer(
        world.truth,
        held.id,
        { ref: anna, ownership: [anna, payments] },
        { what: 'roll-back', reason: 'Later' },
      );
      await world.settle(48);
      expect(await world.request()).toMatchObject({ state: 'rolled-back' });
      expect(put.mock.calls.map(([{ file }]) => file)).toEqual([
        ...made.files!.filter(({ path }) => /main|versions/.test(path)),
        before === null
          ? { path: lockPath, content: '', removed: true }
          : { path: lockPath, content: before },
      ]);
    },
  );
});
