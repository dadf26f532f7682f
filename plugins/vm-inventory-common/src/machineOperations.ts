import { PowerState } from './objects';

/**
 * What is done to a machine's power. `shut-down` and `restart` are the guest's, which ends what runs
 * in it; `power-off` and `reset` are as pulling the plug.
 *
 * @public
 */
export type MachinePowerOperation =
  | 'power-on'
  | 'shut-down'
  | 'restart'
  | 'suspend'
  | 'power-off'
  | 'reset';

/**
 * All of them, in the order in which pages offer them.
 *
 * @public
 */
export const machinePowerOperations: readonly MachinePowerOperation[] = [
  'power-on',
  'shut-down',
  'restart',
  'suspend',
  'power-off',
  'reset',
];

/**
 * What is done with a machine's snapshots.
 *
 * @public
 */
export type MachineSnapshotOperation =
  | 'take-snapshot'
  | 'revert-snapshot'
  | 'delete-snapshot';

/**
 * What is done to a running machine, straight in its source.
 *
 * @public
 */
export type MachineOperationKind =
  | MachinePowerOperation
  | MachineSnapshotOperation;

/**
 * The body of `POST /v1/machines/:source/:id/power`.
 *
 * @public
 */
export interface MachinePowerRequest {
  operation: MachinePowerOperation;
  /**
   * For `shut-down` and `restart`: what to do when the guest cannot be told, or does not shut down in
   * time. With `force` the power is cut, without it the operation fails.
   */
  force?: boolean;
  /**
   * An id of the caller's for the operation, a ULID. Asking again with the same one answers what
   * became of it and does nothing anew.
   */
  id?: string;
}

/**
 * The body of `POST /v1/machines/:source/:id/snapshots`.
 *
 * @public
 */
export interface MachineSnapshotRequest {
  name: string;
  description?: string;
  /** With what runs in it; only of a machine that is on. */
  memory?: boolean;
  /** Has the guest write its files out first; only while its tools run. */
  quiesce?: boolean;
  /** As of {@link MachinePowerRequest}. */
  id?: string;
}

/**
 * How an operation went: `unknown` where the backend that did it ended, or the source did not say,
 * so that only a look at the machine tells.
 *
 * @public
 */
export type MachineOperationOutcome = 'running' | 'done' | 'failed' | 'unknown';

/**
 * An operation on a machine: an entry of its history.
 *
 * @public
 */
export interface MachineOperation {
  /** ULID: sortable by time. */
  id: string;
  /** ISO 8601. */
  at: string;
  /** Entity ref of the person, or the backend plugin that did it for itself. */
  by: string;
  /** The backend plugin that acted in the person's name. */
  via?: string;
  source: string;
  /** Id within the source. */
  machine: string;
  /** As it was called then. */
  machineName: string;
  instanceUuid?: string;
  operation: MachineOperationKind;
  /** Whether power was to be cut where the guest does not obey. */
  force?: boolean;
  /** Of the snapshot that it was about. */
  snapshotName?: string;
  /** Id of the snapshot within the source. */
  snapshot?: string;
  outcome: MachineOperationOutcome;
  /** Why it failed, or is not known. */
  error?: string;
  /** ISO 8601. */
  endedAt?: string;
}

/**
 * A page of a machine's history, newest first: the answer to
 * `GET /v1/machines/:source/:id/operations`.
 *
 * @public
 */
export interface MachineOperationPage {
  items: MachineOperation[];
  /** Absent on the last page. */
  nextCursor?: string;
}

/**
 * What the caller may do to a machine, and what stands in the way: the answer to
 * `GET /v1/machines/:source/:id/offered-operations`.
 *
 * @public
 */
export interface MachineOperationsOffer {
  power: MachineOperationsVerdict;
  snapshots: MachineOperationsVerdict;
  /** What is done to the machine now. */
  running?: MachineOperation;
}

/**
 * Whether something may be done.
 *
 * @public
 */
export interface MachineOperationsVerdict {
  allowed: boolean;
  /** Why not, with what to do about it. */
  reason?: string;
}

/**
 * The snapshots of a machine, as its source says: the answer to
 * `GET /v1/machines/:source/:id/snapshots`.
 *
 * @public
 */
export interface MachineSnapshotList {
  /** Each after the one that it was taken on top of. */
  items: MachineSnapshotFacts[];
}

/**
 * A snapshot, with what is needed to go back to it.
 *
 * @public
 */
export interface MachineSnapshotFacts {
  /** Within the source, e.g. `snapshot-42`. */
  id: string;
  name: string;
  description?: string;
  /** Id of the snapshot that it was taken on top of. */
  parent?: string;
  /** ISO 8601. */
  createdAt?: string;
  /** Whether the machine runs on top of it. */
  current: boolean;
  /** What the machine is after it was reverted to. */
  power?: PowerState;
  /** What its files take, where the source says. */
  sizeBytes?: number;
  /** Id of the operation that took it; absent where it was taken elsewhere. */
  operation?: string;
  /** Entity ref of the person who took it, where that is known. */
  takenBy?: string;
}
