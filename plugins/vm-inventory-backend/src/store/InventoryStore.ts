import {
  InventoryObject,
  SourceLeftOut,
  SourceTestStep,
  StoreStatus,
} from '@backlot/plugin-vm-inventory-common';
import { InventoryChange } from '@backlot/plugin-vm-inventory-node';
import { InventorySnapshot } from './InventorySnapshot';
import { SourceHistory } from './SourceHistory';

/**
 * Who writes: a source's collector, with the fencing number of the lease that it holds.
 *
 * @internal
 */
export interface InventoryWriter {
  source: string;
  fencing: number;
}

/**
 * What a collector says of its source.
 *
 * @internal
 */
export interface SourceReport {
  /** When the source last confirmed what is shown; absent until the first load. */
  asOf?: number;
  progress?: { objects: number; expected?: number };
  /** Absent while all is well. */
  lastError?: { message: string; at: number };
  roundTripMs?: number;
  /** What the source has and the inventory does not show, or not as a whole. */
  leftOut?: SourceLeftOut[];
}

/**
 * What is known of all sources. Every write throws a ConflictError when a later lease has written
 * already.
 *
 * @internal
 */
export interface InventoryStore {
  /** Whether what is written here is seen by this replica only, or by all. */
  readonly scope: 'replica' | 'shared';
  /** Takes over what is known elsewhere, as far as it can be had at once. */
  start(): Promise<void>;
  stop(): Promise<void>;
  status(): StoreStatus;
  /** Tests, step by step, what the inventory is kept in; absent where that is memory alone. */
  test?(): Promise<SourceTestStep[]>;
  snapshot(): InventorySnapshot;
  reportOf(source: string): SourceReport;
  historyOf(source: string): SourceHistory;
  /**
   * Calls back after each change.
   *
   * @returns what ends it
   */
  onChange(listener: () => void): () => void;
  /** Puts objects in place of all that was known of the source. */
  replace(
    writer: InventoryWriter,
    objects: Iterable<InventoryObject>,
  ): Promise<void>;
  apply(
    writer: InventoryWriter,
    changes: readonly InventoryChange[],
  ): Promise<void>;
  /** Changes some of what is reported; undefined removes. */
  report(writer: InventoryWriter, report: Partial<SourceReport>): void;
}
