import { mockServices } from '@backstage/backend-test-utils';
import { Lab, startLab } from '@backlot/lab';
import { MachinePowerOperation } from '@backlot/plugin-vm-inventory-common';
import { MachineRef } from '@backlot/plugin-vm-inventory-node';
import { VSphereInventoryProvider } from '../VSphereInventoryProvider';

jest.setTimeout(60_000);

describe('VSphereOperations', () => {
  let lab: Lab;
  let provider: VSphereInventoryProvider;

  function open(
    account: { username: string; password: string } | undefined,
    guestMs = 20_000,
  ) {
    const { url, ca, reader } = lab.vcenter;
    return new VSphereInventoryProvider({
      config: {
        ...reader,
        name: 'fra',
        title: 'Frankfurt',
        url,
        operator: account && { ...account, guestMs },
        tls: { ca, insecure: false },
        maxWaitSeconds: 5,
        timeoutMs: 10_000,
        fullPassMs: 1_800_000,
      },
      logger: mockServices.logger.mock(),
    });
  }

  beforeAll(async () => {
    lab = await startLab({ pace: { task: 5, boot: 5 } });
  });

  beforeEach(() => {
    provider = open(lab.vcenter.operator);
  });

  afterEach(async () => {
    lab.faults.switchOff();
    await provider.close();
  });

  afterAll(() => lab.close());

  const modelled = ({ id }: MachineRef) => lab.vcenter.model.machine(id);

  const isPlain = ({ config, ipAddress, powerState }: VirtualMachineFacts) =>
    config?.template === false &&
    (powerState === 'poweredOff' || ipAddress !== undefined);
  type VirtualMachineFacts = ReturnType<typeof modelled>;

  /** A machine that nobody has used, on or off, with VMware Tools running while it is on. */
  const used = new Set<string>();
  function machine(powerState: 'poweredOn' | 'poweredOff'): MachineRef {
    const found = lab.vcenter.model
      .machines()
      .find(
        each =>
          isPlain(each) &&
          each.powerState === powerState &&
          each.ownAddress !== undefined &&
          !used.has(each.ref),
      )!;
    used.add(found.ref);
    return { id: found.ref, name: found.name };
  }

  const signal = () => AbortSignal.timeout(30_000);
  const change = (
    on: MachineRef,
    operation: MachinePowerOperation,
    force = false,
  ) =>
    provider.operations.changePower(on, operation, { force, signal: signal() });
  const snapshots = (of: MachineRef) =>
    provider.operations.listSnapshots(of, { signal: signal() });

  async function guestIsUp(of: MachineRef) {
    const { ipAddress } = modelled(of);
    if (ipAddress === undefined) {
      await new Promise<void>(resolve => {
        const end = lab.vcenter.model.store.observe({
          touching: () => {},
          committed: () => {
            if (modelled(of).ipAddress !== undefined) {
              end();
              resolve();
            }
          },
        });
      });
    }
  }

  it.each([
    ['poweredOff', 'power-on', 'poweredOn'],
    ['poweredOn', 'power-off', 'poweredOff'],
    ['poweredOn', 'shut-down', 'poweredOff'],
    ['poweredOn', 'suspend', 'suspended'],
    ['poweredOn', 'reset', 'poweredOn'],
    ['poweredOn', 'restart', 'poweredOn'],
  ] as const)('of a machine that is %s: %s', async (before, what, after) => {
    const target = machine(before);
    await change(target, what);
    expect(modelled(target).powerState).toBe(after);
  });

  it('takes what is so already for done, and begins no task', async () => {
    const [on, off] = [machine('poweredOn'), machine('poweredOff')];
    const tasks = () => lab.vcenter.model.store.related(on.id, 'task').size;
    const before = tasks();
    await change(on, 'power-on');
    await change(off, 'power-off');
    await change(off, 'shut-down');
    expect(tasks()).toBe(before);
  });

  it('says what cannot be done while a machine is off', async () => {
    const off = machine('poweredOff');
    await expect(change(off, 'suspend')).rejects.toThrow(/is off/);
    await expect(change(off, 'restart')).rejects.toThrow(/is off.*Power it on/);
    await expect(change(off, 'reset')).rejects.toThrow(/is off/);
  });

  it('cuts the power of a guest that cannot be told only when allowed to', async () => {
    const deaf = machine('poweredOff');
    const { ref } = modelled(deaf);
    lab.vcenter.model.powerOn(ref);
    // Before its guest has come up.
    lab.vcenter.model.hangGuest(ref);

    await expect(change(deaf, 'shut-down')).rejects.toThrow(
      /VMware Tools do not run/,
    );
    await expect(change(deaf, 'restart')).rejects.toThrow(/allow to reset/);
    await change(deaf, 'restart', true);
    lab.vcenter.model.hangGuest(ref);
    await change(deaf, 'shut-down', true);
    expect(modelled(deaf).powerState).toBe('poweredOff');
  });

  it('waits for a guest that hangs no longer than configured', async () => {
    const hanging = machine('poweredOn');
    lab.vcenter.model.hangGuest(hanging.id);
    const impatient = open(lab.vcenter.operator, 300);
    const shutDown = (force: boolean) =>
      impatient.operations.changePower(hanging, 'shut-down', {
        force,
        signal: signal(),
      });
    await expect(shutDown(false)).rejects.toThrow(/did not shut down within/);
    expect(modelled(hanging).powerState).toBe('poweredOn');
    await shutDown(true);
    expect(modelled(hanging).powerState).toBe('poweredOff');
    await impatient.close();
  });

  it('looks after a task whose beginning was not answered, and begins none twice', async () => {
    const target = machine('poweredOff');
    lab.faults.switchOn({
      peer: 'vcenter',
      kind: 'answer-lost',
      path: 'PowerOnVM_Task',
      times: 1,
    });
    await change(target, 'power-on');
    expect(modelled(target).powerState).toBe('poweredOn');
    expect(lab.vcenter.model.store.related(target.id, 'task').size).toBe(1);
  });

  it('takes one snapshot, however often it is asked and whatever answer is lost', async () => {
    const target = machine('poweredOn');
    const take = () =>
      provider.operations.takeSnapshot(
        target,
        {
          name: 'before 50% / update',
          description: 'For & <change>',
          memory: true,
          operation: '01JABC',
        },
        { signal: signal() },
      );
    lab.faults.switchOn({
      peer: 'vcenter',
      kind: 'answer-lost',
      path: 'CreateSnapshot_Task',
      times: 1,
    });
    const taken = await take();
    expect(taken).toMatchObject({
      name: 'before 50% / update',
      description: 'For & <change>',
      operation: '01JABC',
      current: true,
      power: 'on',
    });
    const { config } = modelled(target);
    expect(taken.sizeBytes).toBeGreaterThan(config!.memoryMib * 1024 ** 2);
    await expect(take()).resolves.toEqual(taken);
    const all = await snapshots(target);
    expect(all.filter(({ operation }) => operation)).toEqual([taken]);
  });

  it('reverts to a snapshot, deletes it, and keeps what is on top of it', async () => {
    const target = machine('poweredOn');
    const take = (name: string, memory: boolean) =>
      provider.operations.takeSnapshot(
        target,
        { name, memory, operation: `01J${name}` },
        { signal: signal() },
      );
    const first = await take('first', false);
    const second = await take('second', true);
    expect(second.parent).toBe(first.id);

    await provider.operations.revertToSnapshot(target, first.id, {
      signal: signal(),
    });
    expect(modelled(target).powerState).toBe('poweredOff');
    const third = await take('third', false);
    expect(third.parent).toBe(first.id);
    await provider.operations.revertToSnapshot(target, second.id, {
      signal: signal(),
    });
    expect(modelled(target).powerState).toBe('poweredOn');

    const remove = () =>
      provider.operations.deleteSnapshot(target, first.id, {
        signal: signal(),
      });
    await remove();
    await remove();
    const listed = await snapshots(target);
    expect(
      listed
        .filter(({ operation }) => operation)
        .map(({ id, current }) => [id, current]),
    ).toEqual([
      [second.id, true],
      [third.id, false],
    ]);
    await expect(
      provider.operations.revertToSnapshot(target, first.id, {
        signal: signal(),
      }),
    ).rejects.toThrow(/has no snapshot/);
  });

  it('touches no snapshot of another machine', async () => {
    const [mine, other] = [machine('poweredOn'), machine('poweredOn')];
    const { id } = await provider.operations.takeSnapshot(
      other,
      { name: 'theirs', operation: '01JTHEIRS' },
      { signal: signal() },
    );
    await expect(
      provider.operations.revertToSnapshot(mine, id, { signal: signal() }),
    ).rejects.toThrow(/has no snapshot/);
    await provider.operations.deleteSnapshot(mine, id, { signal: signal() });
    expect((await snapshots(other)).map(each => each.id)).toContain(id);
  });

  it('does not wait for ever for an answer that somebody has to give', async () => {
    const target = machine('poweredOff');
    lab.vcenter.model.ask(target.id, 'Was it moved or copied?');
    await expect(change(target, 'power-on')).rejects.toMatchObject({
      name: 'OutcomeUnknownError',
      message: expect.stringMatching(/Was it moved or copied\? Answer it/),
    });
    lab.vcenter.model.ask(target.id, undefined);
  });

  it('signs in again when its session was lost', async () => {
    const target = machine('poweredOff');
    await snapshots(target);
    lab.vcenter.expireSessions();
    await change(target, 'power-on');
    expect(modelled(target).powerState).toBe('poweredOn');
  });

  it('ends only its waiting when it is aborted', async () => {
    const target = machine('poweredOff');
    lab.vcenter.model.ask(target.id, 'Go on?');
    const abort = new AbortController();
    const waiting = provider.operations.changePower(target, 'power-on', {
      signal: abort.signal,
    });
    await new Promise<void>(resolve => {
      const end = lab.vcenter.model.store.observe({
        touching: () => {},
        committed: () => {
          if (lab.vcenter.model.store.related(target.id, 'task').size > 0) {
            end();
            resolve();
          }
        },
      });
    });
    abort.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    lab.vcenter.model.ask(target.id, undefined);
    await guestIsUp(target);
    expect(modelled(target).powerState).toBe('poweredOn');
  });

  it('names the privilege that the account lacks', async () => {
    const reading = open(lab.vcenter.reader);
    const target = machine('poweredOff');
    await expect(
      reading.operations.changePower(target, 'power-on', { signal: signal() }),
    ).rejects.toThrow(
      /operator may not do this: it lacks the privilege VirtualMachine\.Interact\.PowerOn/,
    );
    await expect(
      reading.operations.takeSnapshot(
        target,
        { name: 'no', operation: '01JNO' },
        { signal: signal() },
      ),
    ).rejects.toThrow(/VirtualMachine\.State\.CreateSnapshot/);
    await reading.close();
  });

  it('says where a wrong password is configured, and not what it is', async () => {
    const wrong = open({ ...lab.vcenter.operator, password: 'guessed' });
    const failed = wrong.operations.changePower(
      machine('poweredOff'),
      'power-on',
      { signal: signal() },
    );
    await expect(failed).rejects.toThrow(/operator of the source/);
    await expect(failed).rejects.not.toThrow(/guessed/);
    await wrong.close();
  });

  it('tests the account, too', async () => {
    const steps = async (of: VSphereInventoryProvider) => {
      const done = [];
      for await (const step of of.test({ signal: signal() })) {
        done.push(step);
      }
      await of.close();
      return done.slice(6);
    };
    expect(await steps(open(lab.vcenter.operator))).toMatchObject([
      { name: 'Operator', ok: true },
    ]);
    expect(
      await steps(open({ ...lab.vcenter.operator, password: 'guessed' })),
    ).toMatchObject([
      { name: 'Operator', ok: false, detail: expect.stringMatching(/Check/) },
    ]);
    expect(await steps(open(undefined))).toEqual([]);
  });

  it('says that there is no account that may write', async () => {
    const without = open(undefined);
    expect(without.operations.missing).toMatch(
      /'fra' has no account that may write: set operator\.username/,
    );
    await expect(
      without.operations.changePower(machine('poweredOff'), 'power-on', {
        signal: signal(),
      }),
    ).rejects.toThrow(/operator\.username/);
    await without.close();
  });

  it('says that there is no such machine', async () => {
    await expect(
      change({ id: 'vm-0', name: 'gone01' }, 'power-on'),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
  });
});
