import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  MachinePowerOperation,
  MachineSnapshotFacts,
  PowerState,
} from '@backlot/plugin-vm-inventory-common';
import {
  MachineOperations,
  MachineRef,
  OutcomeUnknownError,
} from '@backlot/plugin-vm-inventory-node';
import { VSphereSourceConfig } from '../config';
import { SharedSession } from '../details/SharedSession';
import { escapeXml } from '../soap/escapeXml';
import { MachineState } from './MachineState';
import { OperatedMachine } from './OperatedMachine';
import { faultTypeOf } from './refusalOf';
import { markedDescription } from './snapshotFactsOf';

type SignalOptions = { signal: AbortSignal };

/**
 * Power and snapshots of the machines of one vCenter, with the account that may write.
 *
 * @internal
 */
export class VSphereOperations implements MachineOperations {
  readonly missing?: string;
  readonly #source: string;
  readonly #session: SharedSession;
  readonly #readingSession: SharedSession;
  readonly #guestMs: number;

  constructor(options: {
    config: Pick<VSphereSourceConfig, 'name' | 'operator'>;
    /** Signed in with the account that may write. */
    session: SharedSession;
    /** Signed in with the account that reads. */
    readingSession: SharedSession;
  }) {
    const { name, operator } = options.config;
    this.#source = name;
    this.#session = options.session;
    this.#readingSession = options.readingSession;
    this.#guestMs = operator?.guestMs ?? 0;
    if (!operator) {
      this.missing = `Source '${name}' has no account that may write: set operator.username and operator.password of the source in vmInventory.vsphere.sources.`;
    }
  }

  async changePower(
    machine: MachineRef,
    operation: MachinePowerOperation,
    options: SignalOptions & { force?: boolean },
  ): Promise<void> {
    const { force = false } = options;
    const operated = this.#operated(machine, options);
    const state = await operated.look();
    const { name } = machine;
    switch (operation) {
      case 'power-on':
        return this.#to('on', 'PowerOnVM_Task', operated, state);
      case 'power-off':
        return this.#to('off', 'PowerOffVM_Task', operated, state);
      case 'suspend':
        if (state.power === 'off') {
          throw new ConflictError(`'${name}' is off and cannot be suspended.`);
        }
        return this.#to('suspended', 'SuspendVM_Task', operated, state);
      case 'reset':
        requireOn(machine, state);
        return operated.run('ResetVM_Task', state.tasks, {
          isDone: async () => false,
        });
      case 'restart':
        requireOn(machine, state);
        return this.#restart(machine, operated, state, force);
      case 'shut-down':
        return this.#shutDown(machine, operated, state, force);
      default:
        throw new ConflictError(`vSphere does not know '${operation}'.`);
    }
  }

  async listSnapshots(
    machine: MachineRef,
    options: SignalOptions,
  ): Promise<MachineSnapshotFacts[]> {
    return new OperatedMachine({
      source: this.#source,
      session: this.#readingSession,
      machine,
      ...options,
    }).listSnapshots();
  }

  async takeSnapshot(
    machine: MachineRef,
    snapshot: {
      name: string;
      description?: string;
      memory?: boolean;
      quiesce?: boolean;
      operation: string;
    },
    options: SignalOptions,
  ): Promise<MachineSnapshotFacts> {
    const operated = this.#operated(machine, options);
    const taken = async () =>
      (await operated.listSnapshots()).find(
        ({ operation }) => operation === snapshot.operation,
      );
    const before = await taken();
    if (before) {
      return before;
    }
    const state = await operated.look();
    if (snapshot.quiesce && !state.isGuestReachable) {
      throw new ConflictError(
        `The guest of '${machine.name}' cannot be told to write its files out: VMware Tools do not run in it. Take the snapshot without that.`,
      );
    }
    const description = markedDescription(
      snapshot.description,
      snapshot.operation,
    );
    const memory = snapshot.memory === true && state.power === 'on';
    await operated.run('CreateSnapshot_Task', state.tasks, {
      body:
        `<name>${escapeXml(snapshot.name)}</name>` +
        `<description>${escapeXml(description)}</description>` +
        `<memory>${memory}</memory><quiesce>${
          snapshot.quiesce === true
        }</quiesce>`,
      isDone: async () => (await taken()) !== undefined,
    });
    const after = await taken();
    if (!after) {
      throw new OutcomeUnknownError(
        `vCenter '${this.#source}' took a snapshot of '${
          machine.name
        }' and does not list it. Look at the machine's snapshots.`,
      );
    }
    return after;
  }

  async revertToSnapshot(
    machine: MachineRef,
    snapshot: string,
    options: SignalOptions,
  ): Promise<void> {
    const operated = this.#operated(machine, options);
    const found = await findSnapshot(operated, snapshot);
    if (!found) {
      throw new NotFoundError(
        `'${machine.name}' has no snapshot '${snapshot}' any more.`,
      );
    }
    const { tasks } = await operated.look();
    await operated.run('RevertToSnapshot_Task', tasks, {
      on: { type: 'VirtualMachineSnapshot', value: snapshot },
      isDone: async () => false,
    });
  }

  async deleteSnapshot(
    machine: MachineRef,
    snapshot: string,
    options: SignalOptions,
  ): Promise<void> {
    const operated = this.#operated(machine, options);
    const isGone = async () =>
      (await findSnapshot(operated, snapshot)) === undefined;
    if (await isGone()) {
      return;
    }
    const { tasks } = await operated.look();
    try {
      await operated.run('RemoveSnapshot_Task', tasks, {
        on: { type: 'VirtualMachineSnapshot', value: snapshot },
        body: '<removeChildren>false</removeChildren><consolidate>true</consolidate>',
        isDone: isGone,
      });
    } catch (error) {
      // Somebody else was first.
      if (faultTypeOf(error) !== 'ManagedObjectNotFound' || !(await isGone())) {
        throw error;
      }
    }
  }

  #operated(machine: MachineRef, { signal }: SignalOptions): OperatedMachine {
    if (this.missing) {
      throw new ConflictError(this.missing);
    }
    return new OperatedMachine({
      source: this.#source,
      session: this.#session,
      machine,
      signal,
    });
  }

  async #to(
    power: PowerState,
    method: string,
    operated: OperatedMachine,
    state: MachineState,
  ): Promise<void> {
    if (state.power === power) {
      return;
    }
    const isDone = async () => (await operated.look()).power === power;
    try {
      await operated.run(method, state.tasks, { isDone });
    } catch (error) {
      // Somebody else was first.
      if (faultTypeOf(error) !== 'InvalidPowerState' || !(await isDone())) {
        throw error;
      }
    }
  }

  async #restart(
    machine: MachineRef,
    operated: OperatedMachine,
    state: MachineState,
    force: boolean,
  ): Promise<void> {
    const answered = await tellGuest(operated, state, 'RebootGuest');
    if (answered === 'unreachable') {
      requireForce(machine, force, 'reset');
      await operated.run('ResetVM_Task', state.tasks, {
        isDone: async () => false,
      });
    } else if (answered === 'lost') {
      throw new OutcomeUnknownError(
        `vCenter '${this.#source}' was asked to restart the guest of '${
          machine.name
        }' and did not answer. Look whether it restarted.`,
      );
    }
  }

  async #shutDown(
    machine: MachineRef,
    operated: OperatedMachine,
    state: MachineState,
    force: boolean,
  ): Promise<void> {
    if (state.power === 'off') {
      return;
    }
    if (state.power === 'suspended' && !force) {
      throw new ConflictError(
        `'${machine.name}' is suspended: its guest cannot shut down. Power it on first, or power it off.`,
      );
    }
    const answered =
      state.power === 'suspended'
        ? 'unreachable'
        : await tellGuest(operated, state, 'ShutdownGuest');
    const isOff = ({ power }: MachineState) => power === 'off';
    if (answered === 'unreachable') {
      requireForce(machine, force, 'power off');
    } else if (await operated.lookUntil(isOff, this.#guestMs)) {
      return;
    } else if (!force) {
      throw new ConflictError(
        `The guest of '${machine.name}' did not shut down within ${Math.round(
          this.#guestMs / 1000,
        )} seconds; it may still do so. Look into the guest, or power it off.`,
      );
    }
    const now = await operated.look();
    await this.#to('off', 'PowerOffVM_Task', operated, now);
  }
}

/** Tells the guest something; `lost` when vCenter did not say whether it did. */
async function tellGuest(
  operated: OperatedMachine,
  state: MachineState,
  method: string,
): Promise<'told' | 'lost' | 'unreachable'> {
  if (!state.isGuestReachable) {
    return 'unreachable';
  }
  try {
    return (await operated.tell(method)) ? 'told' : 'lost';
  } catch (error) {
    if (faultTypeOf(error) === 'ToolsUnavailable') {
      return 'unreachable';
    }
    if (
      faultTypeOf(error) === 'InvalidPowerState' &&
      method === 'ShutdownGuest'
    ) {
      // Off meanwhile, which is what was wanted; else it is waited for in vain.
      return 'lost';
    }
    throw error;
  }
}

function requireForce(
  { name }: MachineRef,
  force: boolean,
  instead: 'reset' | 'power off',
): void {
  if (!force) {
    throw new ConflictError(
      `The guest of '${name}' cannot be told: VMware Tools do not run in it. Do it in the guest, or allow to ${instead} instead, which is as pulling the plug.`,
    );
  }
}

function requireOn({ name }: MachineRef, { power }: MachineState): void {
  if (power !== 'on') {
    throw new ConflictError(
      `'${name}' is ${power} and cannot be restarted. Power it on instead.`,
    );
  }
}

async function findSnapshot(
  operated: OperatedMachine,
  id: string,
): Promise<MachineSnapshotFacts | undefined> {
  return (await operated.listSnapshots()).find(each => each.id === id);
}
