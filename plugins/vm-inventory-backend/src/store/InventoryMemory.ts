import { InventoryObject } from '@backlot/plugin-vm-inventory-common';
import { InventoryChange } from '@backlot/plugin-vm-inventory-node';
import { setImmediate } from 'node:timers/promises';
import { EffectiveChange } from './EffectiveChange';
import { InventorySnapshot } from './InventorySnapshot';
import { SourceReport } from './InventoryStore';
import { SourceHistory } from './SourceHistory';
import { SourcePosition } from './SourcePosition';

// A few milliseconds of work, after which others have their turn.
const SLICE = 1_000;

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

  /** What it takes to make what is known of a source equal to these objects. */
  async effectOfAll(
    source: string,
    objects: Iterable<InventoryObject>,
  ): Promise<EffectiveChange[]> {
    const snapshot = this.#snapshot;
    const effect: EffectiveChange[] = [];
    let slice: InventoryChange[] = [];
    for (const change of snapshot.changesTo(source, objects)) {
      slice.push(change);
      if (slice.length === SLICE) {
        effect.push(...snapshot.effect(source, slice));
        slice = [];
        await setImmediate();
      }
    }
    effect.push(...snapshot.effect(source, slice));
    return effect;
  }

  /** Applies changes and moves the source on. */
  advance(
    source: string,
    changes: readonly EffectiveChange[],
    to: SourcePosition,
  ): void {
    this.#snapshot = this.#snapshot.with(source, changes, to);
    this.historyOf(source).add(changes, to);
    this.#listeners.forEach(listener => listener());
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
