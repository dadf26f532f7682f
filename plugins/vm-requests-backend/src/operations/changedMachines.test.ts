import { dirname } from 'node:path';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { endStates, VmRequest } from '@backlot/plugin-vm-requests-common';
import { Chain } from '../__testUtils__/Chain';

jest.setTimeout(240_000);

const isAtRest = ({ state, wait, can }: VmRequest) =>
  endStates.includes(state) || (wait?.for === 'person' && can.length > 0);

/** What happens to a machine, or to what Terraform knows of it, after the plan and before its apply. */
type Change = (
  lab: Chain['lab'],
  machine: string,
  made: VmRequest,
) => void | Promise<void>;

const changes: Record<string, Change> = {
  'changed by hand': ({ vcenter }, machine) =>
    vcenter.model.reconfigure(machine, { memoryMib: 6144 }),
  renamed: ({ vcenter }, machine) =>
    vcenter.model.rename(machine, `${machine}-old`),
  moved: ({ vcenter: { model } }, machine) => {
    const folder = model.folder(model.machine(machine).parent!);
    const other = model.createFolder(`kept-${machine}`, folder.ref);
    model.move(machine, other.ref);
  },
  deleted: ({ vcenter }, machine) => {
    vcenter.model.powerOff(machine);
    vcenter.model.destroy(machine);
  },
  'left without its template': ({ vcenter: { model } }) => {
    for (const { ref, name, config } of model.machines()) {
      if (config?.template && name === 'rhel9-2026.11') {
        model.destroy(ref);
      }
    }
  },
};

/** As long as the machine has one its disks cannot grow. */
const takeSnapshot: Change = ({ vcenter }, machine) => {
  vcenter.model.takeSnapshot(machine, { name: 'before the upgrade' });
};

const loseState: Change = ({ atlantis }, _machine, { files, pullRequest }) =>
  atlantis.loseState({
    repository: pullRequest!.repository,
    directory: dirname(files![0].path),
  });

describe('operations on a machine that is no longer as it was planned', () => {
  const directory = createMockDirectory();
  let chain: Chain;
  let machines = 0;

  beforeAll(async () => {
    chain = await Chain.start(directory);
  });

  afterAll(() => chain?.close());

  async function make(): Promise<VmRequest> {
    const task = await chain.create(`web${++machines}`);
    await chain.approve(
      await chain.requestWhen(task, ({ state }) => state !== 'open'),
    );
    const made = await chain.requestWhen(task, isAtRest);
    expect(made.state).toBe('done');
    return made;
  }

  /** Asks for an operation, and waits for its plan. */
  async function ask(
    template: string,
    made: VmRequest,
    input: JsonObject,
  ): Promise<VmRequest> {
    const task = await chain.startTask(template, {
      machine: made.machineId,
      reason: 'Because',
      ...input,
    });
    const planned = await chain.requestWhen(
      task,
      ({ state }) => state !== 'open',
    );
    expect([planned.state, planned.message]).toEqual(['planned', undefined]);
    return planned;
  }

  const restOf = ({ tasks: [{ id }] }: VmRequest) =>
    chain.requestWhen(id, isAtRest);

  /** What becomes of an operation when the machine is changed before it is approved. */
  async function operate(
    template: string,
    made: VmRequest,
    input: JsonObject,
    change: Change,
  ): Promise<VmRequest> {
    const planned = await ask(template, made, input);
    await change(chain.lab, made.machine!.id, made);
    await chain.approve(planned);
    return restOf(planned);
  }

  /** Cancels a request, which leaves the machine to others. */
  async function giveUp(held: VmRequest): Promise<void> {
    const { status } = await chain.post(
      `/vm-requests/v1/requests/${held.id}/cancel`,
      { reason: 'It is not what it was.' },
    );
    expect(status).toBe(200);
    const ended = await chain.requestWhen(held.tasks[0].id, ({ state }) =>
      endStates.includes(state),
    );
    expect(ended).toMatchObject({ state: 'cancelled', lifecycle: 'active' });
  }

  const asAsked = { state: 'done' };

  /** Ends a machine that is not as a request on it was planned. */
  async function endInstead(made: VmRequest, held: VmRequest): Promise<void> {
    await giveUp(held);
    const planned = await ask('vm-decommission', made, { name: made.name });
    await chain.approve(planned);
    expect(await restOf(planned)).toMatchObject(asAsked);
  }

  /** A decommission whose plan is another, because the machine is gone already, is decided on anew. */
  async function endedAnew(decommission: VmRequest): Promise<VmRequest> {
    if (decommission.state === 'done') {
      return decommission;
    }
    expect(decommission).toMatchObject({
      state: 'applying',
      message: expect.stringMatching(
        /is no longer the approved one.*Nothing was applied/,
      ),
      can: expect.arrayContaining(['replan']),
    });
    await chain.post(`/vm-requests/v1/requests/${decommission.id}/replan`, {});
    const [{ id: task }] = decommission.tasks;
    const planned = await chain.requestWhen(
      task,
      ({ state }) => state === 'planned',
    );
    expect(planned.plan!.changes).toMatchObject([
      { type: 'terraform_data', actions: ['delete'] },
    ]);
    await chain.approve(planned);
    return restOf(planned);
  }

  const waits = (message: RegExp, why: RegExp) => ({
    state: 'applying',
    message: expect.stringMatching(message),
    wait: {
      for: 'person',
      why: expect.stringContaining('Nothing of it is applied'),
    },
    can: expect.arrayContaining(['replan', 'cancel']),
    retry: { possible: false, why: expect.stringMatching(why) },
  });
  const isAnotherPlan = waits(
    /is no longer the approved one.*Nothing was applied/,
    /or cancel the request/,
  );

  /** A resize that waits for a person, because there are snapshots of the disk that it grows. */
  async function refuseGrowth() {
    const { model } = chain.lab.vcenter;
    const grown = await make();
    const { id } = grown.machine!;
    const held = await operate(
      'vm-resize',
      grown,
      { change: { disks: [{ label: 'disk0', sizeGib: 60 }] } },
      takeSnapshot,
    );
    expect(held).toMatchObject({
      state: 'applying',
      message: expect.stringMatching(
        /has snapshots \(before the upgrade\).*Delete them/,
      ),
      wait: {
        for: 'person',
        why: expect.stringContaining('Nothing of it is applied'),
      },
      retry: { possible: true },
      can: expect.arrayContaining(['retry', 'cancel']),
    });
    const sizes = () =>
      model.machine(id).config!.disks.map(({ sizeGib }) => sizeGib);
    expect(sizes()).toEqual([40]);
    return { held, id, sizes };
  }

  it('grow a disk once the snapshots are deleted that were taken after the plan', async () => {
    const { held, id, sizes } = await refuseGrowth();
    const { model } = chain.lab.vcenter;
    model.removeSnapshot(model.machine(id).snapshots![0].ref);
    const { status } = await chain.post(
      `/vm-requests/v1/requests/${held.id}/retry`,
      {},
    );
    expect(status).toBe(200);
    const done = await chain.requestWhen(held.tasks[0].id, ({ state }) =>
      endStates.includes(state),
    );
    expect(done).toMatchObject(asAsked);
    expect(sizes()).toEqual([60]);
  });

  it('are given up where snapshots keep a disk from growing', async () => {
    const { held, sizes } = await refuseGrowth();
    await giveUp(held);
    expect(sizes()).toEqual([40]);
  });

  it('end in words and a choice where Terraform has lost its state', async () => {
    const [grown, ended] = await Promise.all([make(), make()]);
    // The inventory is asked more than once before it is believed.
    const whenJudged = ({ tasks: [{ id }] }: VmRequest) =>
      chain.requestWhen(
        id,
        request => isAtRest(request) && request.can.includes('replan'),
      );
    const resize = await whenJudged(
      await operate('vm-resize', grown, { change: { cpus: 4 } }, loseState),
    );
    expect(resize).toMatchObject(
      waits(
        /would make .* once more: lab shows it .* import it into the state/,
        /would make .* once more/,
      ),
    );
    await giveUp(resize);

    const decommission = await whenJudged(
      await operate('vm-decommission', ended, { name: ended.name }, loseState),
    );
    const words =
      /nothing to destroy: its state of .* lab still shows .* import it into the state, or delete it/;
    expect(decommission).toMatchObject(waits(words, words));

    chain.lab.vcenter.model.powerOff(ended.machine!.id);
    chain.lab.vcenter.model.destroy(ended.machine!.id);
    await chain.post(`/vm-requests/v1/requests/${decommission.id}/replan`, {});
    const [{ id: task }] = decommission.tasks;
    const done = await chain.requestWhen(task, ({ state }) =>
      ['planned', ...endStates].includes(state),
    );
    expect(done).toMatchObject({ state: 'done', lifecycle: 'gone' });
  });

  // What is left without its template comes last: nothing can be made from it any more.
  it.each([
    ['changed by hand', isAnotherPlan],
    ['renamed', isAnotherPlan],
    ['moved', asAsked],
    [
      'deleted',
      waits(
        /lab no longer shows .* decommission the machine/,
        /no machine to change .* decommission the machine/,
      ),
    ],
    ['left without its template', asAsked],
  ])('end in words and a choice, or as asked: %s', async (how, outcome) => {
    const [grown, ended] = await Promise.all([make(), make()]);
    const resize = await operate(
      'vm-resize',
      grown,
      { change: { cpus: 4, disks: [{ label: 'disk0', sizeGib: 60 }] } },
      changes[how],
    );
    expect(resize).toMatchObject(outcome);
    if (resize.state !== 'done') {
      await endInstead(grown, resize);
    }

    const decommission = await operate(
      'vm-decommission',
      ended,
      { name: ended.name },
      changes[how],
    );
    expect(await endedAnew(decommission)).toMatchObject(asAsked);
    const standing = chain.lab.vcenter.model.machines().map(({ ref }) => ref);
    expect(standing).not.toContain(ended.machine!.id);
  });
});
