import { AuditorService, LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError, isError, toError } from '@backstage/errors';
import { Lease, Leases } from '@backlot/backend-common';
import {
  Machine,
  MachineOperation,
  MachineOperationKind,
  MachineSnapshotFacts,
} from '@backlot/plugin-vm-inventory-common';
import { ulid } from 'ulid';
import { Clock } from '../clock';
import { leaseNameOf, MachineOperationStore } from './MachineOperationStore';

/**
 * Who does something.
 *
 * @internal
 */
export interface OperationActor {
  by: string;
  via?: string;
}

/**
 * What is to be done, and how.
 *
 * @internal
 */
export interface OperationOrder {
  machine: Machine;
  operation: MachineOperationKind;
  actor: OperationActor;
  /** The caller's, so that asking again does nothing anew. */
  id?: string;
  force?: boolean;
  snapshot?: string;
  snapshotName?: string;
  /** @returns the snapshot that it made, if it is to make one */
  run(options: {
    id: string;
    signal: AbortSignal;
  }): Promise<MachineSnapshotFacts | void>;
}

const LOOK_MS = 50;
const MOST_LOOKS = 40;

/**
 * Does things to machines: one at a time to each, on whichever replica, with an entry in its history.
 * It goes on after the call that asked for it was answered.
 *
 * @internal
 */
export class MachineOperator {
  readonly #store: MachineOperationStore;
  readonly #leases: Leases;
  readonly #clock: Clock;
  readonly #auditor: AuditorService;
  readonly #logger: LoggerService;
  readonly #closing = new AbortController();
  readonly #running = new Set<Promise<void>>();

  constructor(options: {
    store: MachineOperationStore;
    leases: Leases;
    clock: Clock;
    auditor: AuditorService;
    logger: LoggerService;
  }) {
    this.#store = options.store;
    this.#leases = options.leases;
    this.#clock = options.clock;
    this.#auditor = options.auditor;
    this.#logger = options.logger;
  }

  /**
   * Begins something.
   *
   * @returns its entry in the history; that of the first time when it is asked for again
   * @throws ConflictError while something else is done to the machine
   */
  async begin(order: OperationOrder): Promise<MachineOperation> {
    const { machine, operation, actor } = order;
    const id = order.id ?? ulid(this.#clock.now());
    const before = await this.#same(id, order);
    if (before) {
      return before;
    }
    const lease = await this.#acquire(machine);
    let added: MachineOperation | undefined;
    try {
      added = await this.#store.add({
        id,
        ...actor,
        source: machine.source,
        machine: machine.id,
        machineName: machine.name,
        instanceUuid: machine.instanceUuid,
        operation,
        force: order.force || undefined,
        snapshot: order.snapshot,
        snapshotName: order.snapshotName,
      });
    } finally {
      if (!added) {
        await lease.release();
      }
    }
    if (!added) {
      const other = await this.#same(id, order);
      if (!other) {
        throw new ConflictError(`The operation '${id}' is gone. Ask again.`);
      }
      return other;
    }
    const run = this.#run(added, order, lease).finally(() =>
      this.#running.delete(run),
    );
    this.#running.add(run);
    return added;
  }

  /** Ends the waiting for what is under way, and says in its history that the end is not known. */
  async close(): Promise<void> {
    this.#closing.abort(
      new Error(
        'The backend was shut down before it knew how it went. Look at the machine.',
      ),
    );
    await Promise.all(this.#running);
  }

  async #acquire(machine: Machine): Promise<Lease> {
    for (let look = 1; ; look++) {
      const lease = await this.#leases.tryAcquire(leaseNameOf(machine));
      if (lease) {
        return lease;
      }
      const other = await this.#store.running(machine);
      if (other || look === MOST_LOOKS) {
        throw new ConflictError(
          `'${machine.name}' is being changed${
            other ? `: ${other.operation}, begun by ${other.by}` : ''
          }. Wait until that has ended.`,
        );
      }
      // What has ended lets go a moment after its entry says so.
      await this.#clock.sleep(LOOK_MS, { signal: this.#closing.signal });
    }
  }

  async #same(
    id: string,
    { machine, operation }: OperationOrder,
  ): Promise<MachineOperation | undefined> {
    const found = await this.#store.get(id);
    if (
      found &&
      (found.source !== machine.source ||
        found.machine !== machine.id ||
        found.operation !== operation)
    ) {
      throw new ConflictError(
        `The id '${id}' is that of another operation: ${found.operation} of '${found.machineName}'. Take a new one.`,
      );
    }
    return found;
  }

  async #run(
    entry: MachineOperation,
    order: OperationOrder,
    lease: Lease,
  ): Promise<void> {
    const { id, operation, source, machine } = entry;
    const signal = AbortSignal.any([this.#closing.signal, lease.signal]);
    try {
      const audit = await this.#auditor.createEvent({
        eventId: 'machine-operation-end',
        severityLevel: 'medium',
        meta: { id, operation, source, machine },
      });
      try {
        const snapshot = await order.run({ id, signal });
        await this.#store.end(id, { outcome: 'done', snapshot: snapshot?.id });
        await audit.success();
      } catch (error) {
        const failed = toError(error);
        await this.#store.end(id, {
          outcome: isUnknown(failed, signal) ? 'unknown' : 'failed',
          error: failed.message,
        });
        this.#logger.warn(
          `${operation} of machine '${entry.machineName}' of source '${source}' did not succeed`,
          failed,
        );
        await audit.fail({ error: failed });
      }
    } catch (error) {
      this.#logger.error(
        `The history of machine '${entry.machineName}' of source '${source}' could not be written: ${operation} ${id}`,
        toError(error),
      );
    } finally {
      await lease.release().catch(error => {
        this.#logger.warn(
          `The lease '${lease.name}' ends by itself`,
          toError(error),
        );
      });
    }
  }
}

function isUnknown(error: Error, signal: AbortSignal): boolean {
  return (
    signal.aborted || (isError(error) && error.name === 'OutcomeUnknownError')
  );
}
