import { ServiceUnavailableError } from '@backstage/errors';
import { approvers, machineSpec, priya } from '../__testUtils__/company';
import {
  DEFAULT_BLUEPRINT,
  DEFAULT_STACK,
} from '@backlot/plugin-vm-requests-common';
import { useDatabase } from '../__testUtils__/useDatabase';
import { World } from '../__testUtils__/World';
import { claim } from './claim';
import { decide } from './decide';

describe('completing a request', () => {
  const database = useDatabase();
  let world: World;

  beforeEach(() => {
    world = new World(database());
  });

  async function approve(name: string) {
    await world.prepare(
      world.peers.addTask(`prepare-${name}`),
      machineSpec({ name }),
    );
    const { request } = (await world.truth.store.findByTask(
      `prepare-${name}`,
    ))!;
    await decide(
      world.truth,
      request.id,
      { ref: priya, ownership: [approvers] },
      { what: 'approve', digest: request.plan!.digest },
    );
    return request;
  }

  it('deletes the branch with the merge', async () => {
    const { id, branch } = await approve('web01');
    await world.settle();
    expect((await world.truth.store.get(id)).state).toBe('done');
    expect(world.peers.branches.get(branch)).toMatchObject({
      merged: true,
      deleted: true,
    });
  });

  it('puts the address to use and writes the machine down also while the forge does not merge', async () => {
    const { id, terms } = await approve('web01');
    const merge = world.peers.forge.merge;
    world.peers.forge.merge = async () => {
      throw new ServiceUnavailableError('The forge is away.');
    };
    await world.settleNow();
    expect((await world.truth.store.get(id)).state).toBe('applied');
    expect(world.peers.addressesByKey.get(terms.allocationKey)).toBe('active');
    expect(world.peers.records.size).toBe(1);

    world.peers.forge.merge = merge;
    await world.settle();
    expect((await world.truth.store.get(id)).state).toBe('done');
  });

  async function claimed(name: string) {
    const { id } = await approve(name);
    const task = world.peers.addTask(`apply-${name}`, {
      request: id,
      byPerson: false,
    });
    return claim(world.truth, { request: id, task: task.id });
  }

  it('hands out which outputs the blueprint named when the request was opened', async () => {
    const { blueprints } = world.truth.settings;
    const blueprint = blueprints[DEFAULT_BLUEPRINT];
    const outputs = { id: 'vm_id', instanceUuid: 'instance_uuid' };
    expect((await claimed('web01')).outputs).toEqual({ id: 'moid' });
    world.truth.settings.blueprints = {
      ...blueprints,
      [DEFAULT_BLUEPRINT]: { ...blueprint, outputs },
    };
    const { id } = await approve('web02');
    world.truth.settings.blueprints = blueprints;
    const task = world.peers.addTask('apply-web02', {
      request: id,
      byPerson: false,
    });
    expect(
      (await claim(world.truth, { request: id, task: task.id })).outputs,
    ).toEqual(outputs);
  });

  describe('the gate', () => {
    const asksGate = () =>
      world.truth.store.lastApplyAskedGate({
        stack: DEFAULT_STACK,
        repository: 'platform/infrastructure',
      });

    const appliedOf = async (id: string) =>
      (await world.truth.store.listEvents(id)).find(
        ({ type }) => type === 'applied',
      );

    it('counts as there once an apply has asked it, and no longer when one has not', async () => {
      const first = await approve('web01');
      await world.settle();
      expect((await appliedOf(first.id))?.detail).toEqual({ gate: true });
      expect(await asksGate()).toBe(true);

      world.peers.beforeApply = async () => {};
      const ungated = await approve('web02');
      await world.settle();
      expect(await appliedOf(ungated.id)).toMatchObject({
        detail: { gate: false },
        reason: expect.stringContaining('did not ask the gate'),
      });
      expect(world.truth.logger.warn).toHaveBeenCalledWith(
        expect.stringContaining('without asking whether its plan is approved'),
      );
      expect(await asksGate()).toBe(false);
    });

    it('is known to the task that applies', async () => {
      expect((await claimed('web01')).approved?.gated).toBe(false);
      const { id } = await approve('web02');
      await world.settleNow();
      expect((await world.truth.store.get(id)).state).toBe('done');
      expect((await claimed('web03')).approved?.gated).toBe(true);
    });
  });
});
