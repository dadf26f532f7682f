import {
  Machine,
  MachinePowerOperation,
  MachineSnapshotFacts,
} from '@backlot/plugin-vm-inventory-common';

/**
 * What can be done to the machines of a source while they run, beside what shapes them: power and
 * snapshots. It happens in the source at once, by an account that may write.
 *
 * Each call looks first and then does, so that it may be made again: a machine that is on already is
 * powered on with success. Aborting ends the waiting only; the source goes on with what it began.
 * Each throws
 *
 * - NotFoundError when there is no such machine or snapshot,
 * - ConflictError when it cannot be done as the machine is, or the source refuses, with its words,
 * - OutcomeUnknownError when it was begun and its end cannot be told,
 * - ServiceUnavailableError when the source does not answer, or does not let the account do it,
 *   naming the privilege that it lacks.
 *
 * @public
 */
export interface MachineOperations {
  /**
   * Why none of it can be done, and what to set: mostly that the source has no account that may
   * write.
   */
  readonly missing?: string;
  /**
   * @param options - with `force`, `shut-down` and `restart` cut the power of a guest that cannot be
   * told, or that does not shut down in time
   */
  changePower(
    machine: MachineRef,
    operation: MachinePowerOperation,
    options: { force?: boolean; signal: AbortSignal },
  ): Promise<void>;
  /** Each after the one that it was taken on top of. `takenBy` is not the source's to know. */
  listSnapshots(
    machine: MachineRef,
    options: { signal: AbortSignal },
  ): Promise<MachineSnapshotFacts[]>;
  /** Taking it again with the same `operation` answers the one that is there. */
  takeSnapshot(
    machine: MachineRef,
    snapshot: {
      name: string;
      description?: string;
      memory?: boolean;
      quiesce?: boolean;
      /** A unique id, which the source keeps with the snapshot. */
      operation: string;
    },
    options: { signal: AbortSignal },
  ): Promise<MachineSnapshotFacts>;
  /** Brings the machine back to what it was; all since is lost. */
  revertToSnapshot(
    machine: MachineRef,
    snapshot: string,
    options: { signal: AbortSignal },
  ): Promise<void>;
  /** Deletes the snapshot and keeps what was taken on top of it. One that is gone is success. */
  deleteSnapshot(
    machine: MachineRef,
    snapshot: string,
    options: { signal: AbortSignal },
  ): Promise<void>;
}

/**
 * The machine that something is done to.
 *
 * @public
 */
export type MachineRef = Pick<Machine, 'id' | 'name'>;
