import { ConflictError } from '@backstage/errors';
import {
  MachinePowerOperation,
  MachineSnapshotFacts,
  PowerState,
} from '@backlot/plugin-vm-inventory-common';
// By the package's name, so that they are those of its main entry.
import type {
  MachineOperations,
  MachineRef,
} from '@backlot/plugin-vm-inventory-node';

const powers: Record<MachinePowerOperation, PowerState> = {
  'power-on': 'on',
  'shut-down': 'off',
  'power-off': 'off',
  restart: 'on',
  reset: 'on',
  suspend: 'suspended',
};

/**
 * Operations on machines that are remembered, each of which waits for its test where that wants it.
 *
 * @public
 */
export class MemoryOperations implements MachineOperations {
  /** What stands in the way of all. */
  missing?: string;
  /** What was done, in order, e.g. `vm-1 shut-down force`. */
  readonly done: string[] = [];
  /** The power of machines, by id, as far as it was changed. */
  readonly power = new Map<string, PowerState>();
  readonly #snapshots = new Map<string, MachineSnapshotFacts[]>();
  #gate: Promise<void> = Promise.resolve();
  #taken = 0;

  /** Lets nothing end until the returned function is called; with an error, it then fails. */
  hold(): (error?: Error) => void {
    let go: (error?: Error) => void = () => {};
    this.#gate = new Promise<void>((resolve, reject) => {
      go = error => (error ? reject(error) : resolve());
    });
    this.#gate.catch(() => {});
    return error => {
      go(error);
      this.#gate = Promise.resolve();
    };
  }

  async changePower(
    machine: MachineRef,
    operation: MachinePowerOperation,
    options: { force?: boolean; signal: AbortSignal },
  ): Promise<void> {
    await this.#begin(options.signal);
    this.power.set(machine.id, powers[operation]);
    this.done.push(
      `${machine.id} ${operation}${options.force ? ' force' : ''}`,
    );
  }

  async listSnapshots(machine: MachineRef): Promise<MachineSnapshotFacts[]> {
    return this.#snapshots.get(machine.id) ?? [];
  }

  async takeSnapshot(
    machine: MachineRef,
    snapshot: {
      name: string;
      description?: string;
      memory?: boolean;
      operation: string;
    },
    options: { signal: AbortSignal },
  ): Promise<MachineSnapshotFacts> {
    await this.#begin(options.signal);
    const before = await this.listSnapshots(machine);
    this.#taken += 1;
    const taken: MachineSnapshotFacts = {
      id: `snapshot-${this.#taken}`,
      name: snapshot.name,
      description: snapshot.description,
      parent: before.find(({ current }) => current)?.id,
      createdAt: new Date().toISOString(),
      current: true,
      power: snapshot.memory ? 'on' : 'off',
      operation: snapshot.operation,
    };
    this.#snapshots.set(machine.id, [
      ...before.map(each => ({ ...each, current: false })),
      taken,
    ]);
    this.done.push(`${machine.id} take ${taken.id}`);
    return taken;
  }

  async revertToSnapshot(
    machine: MachineRef,
    snapshot: string,
    options: { signal: AbortSignal },
  ): Promise<void> {
    await this.#begin(options.signal);
    const all = await this.listSnapshots(machine);
    if (!all.some(({ id }) => id === snapshot)) {
      throw new ConflictError(`${machine.name} has no snapshot ${snapshot}`);
    }
    this.#snapshots.set(
      machine.id,
      all.map(each => ({ ...each, current: each.id === snapshot })),
    );
    this.done.push(`${machine.id} revert ${snapshot}`);
  }

  async deleteSnapshot(
    machine: MachineRef,
    snapshot: string,
    options: { signal: AbortSignal },
  ): Promise<void> {
    await this.#begin(options.signal);
    const all = await this.listSnapshots(machine);
    this.#snapshots.set(
      machine.id,
      all.filter(({ id }) => id !== snapshot),
    );
    this.done.push(`${machine.id} delete ${snapshot}`);
  }

  async #begin(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), {
        once: true,
      });
    });
    await Promise.race([this.#gate, aborted]);
  }
}
