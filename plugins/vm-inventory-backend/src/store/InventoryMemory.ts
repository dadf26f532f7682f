import { InventoryObject } from '@backlot/plugin-vm-inventory-common';
import { inSlices, InventoryChange } from '@backlot/plugin-vm-inventory-node';
import { EffectiveChange } from './EffectiveChange';
import { InventorySnapshot } from './InventorySnapshot';
import { SourceReport } from './InventoryStore';
import { SerialQueue } from './SerialQueue';
import { SourceHistory } from './SourceHistory';
import { SourcePosition } from './SourcePosition';

/**
 * What this replica knows: the snapshot that it serves, where each source is, and what each said
 * of itself.
 *
 * @internal
 */
export class InventoryMemory {
  #snapshot: InventorySnapshot;
  readonly #epoch: string;
  readonly #histories = new Map<string, SourceHistory>();
  readonly #reports = new Map<string, SourceReport>();
  readonly #turns = new SerialQueue();
  readonly #listeners = new Set<() => void>();

  /**
   * @param options - `firstVersion` is where versions begin: the time in milliseconds makes them
   * grow over restarts; `epoch` is of sources of which nothing is known, and no other replica's
   */
  constructor(options: { firstVersion: number; epoch: string }) {
    this.#snapshot = InventorySnapshot.empty(options.firstVersion);
    this.#epoch = options.epoch;
  }

  snapshot(): InventorySnapshot {
    return this.#snapshot;
  }

  historyOf(source: string): SourceHistory {
    let history = this.#histories.get(source);
    if (!history) {
      history = new SourceHistory({ epoch: this.#epoch, seq: 0 });
      this.#histories.set(source, history);
    }
    return history;
  }

  reportOf(source: string): SourceReport {
    return this.#reports.get(source) ?? {};
  }

  setReport(source: string, report: SourceReport): void {
    this.#reports.set(source, report);
  }

  /** What changes do to what is known of a source. */
  async effectOf(
    source: string,
    changes: Iterable<InventoryChange>,
  ): Promise<EffectiveChange[]> {
    return inSlices(this.#snapshot.effect(source, changes));
  }

  /** What it takes to make what is known of a source equal to these objects. */
  async effectOfAll(
    source: string,
    objects: Iterable<InventoryObject>,
  ): Promise<EffectiveChange[]> {
    return inSlices(this.#snapshot.effectOfAll(source, objects));
  }

  /**
   * Applies changes and moves the source on. Many take their time, in which others have their
   * turns and see what was known before: all of the changes are seen at once.
   *
   * @param seen - called as soon as they are
   */
  async advance(
    source: string,
    changes: readonly EffectiveChange[],
    to: SourcePosition,
    seen: () => void = () => {},
  ): Promise<void> {
    // One at a time, whatever the source: each builds on the snapshot of the one before.
    await this.#turns.run(async () => {
      this.#snapshot = await inSlices(this.#snapshot.with(source, changes, to));
      this.historyOf(source).add(changes, to);
      seen();
      this.#listeners.forEach(listener => listener());
    });
  }

  /**
   * Calls back after each change.
   *
   * @returns what ends it
   */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
