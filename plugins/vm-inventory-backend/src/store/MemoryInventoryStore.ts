import {
  InventoryObject,
  StoreStatus,
} from '@backlot/plugin-vm-inventory-common';
import { InventoryChange } from '@backlot/plugin-vm-inventory-node';
import { EffectiveChange } from './EffectiveChange';
import { FencingNumbers } from './FencingNumbers';
import { InventoryMemory } from './InventoryMemory';
import { InventorySnapshot } from './InventorySnapshot';
import {
  InventoryStore,
  InventoryWriter,
  SourceReport,
} from './InventoryStore';
import { SerialQueue } from './SerialQueue';
import { SourceHistory } from './SourceHistory';

/**
 * Keeps the inventory in the memory of this replica, which collects for itself.
 *
 * @internal
 */
export class MemoryInventoryStore implements InventoryStore {
  readonly scope = 'replica';
  readonly #memory: InventoryMemory;
  readonly #fencing = new FencingNumbers();
  readonly #queues = new Map<string, SerialQueue>();

  constructor(memory: InventoryMemory) {
    this.#memory = memory;
  }

  async start(): Promise<void> {
    // There is nothing to wait for: each source is loaded by its collector.
  }

  async stop(): Promise<void> {
    // There is nothing to give back.
  }

  status(): StoreStatus {
    return { type: 'memory' };
  }

  snapshot(): InventorySnapshot {
    return this.#memory.snapshot();
  }

  reportOf(source: string): SourceReport {
    return this.#memory.reportOf(source);
  }

  historyOf(source: string): SourceHistory {
    return this.#memory.historyOf(source);
  }

  onChange(listener: () => void): () => void {
    return this.#memory.onChange(listener);
  }

  async replace(
    writer: InventoryWriter,
    objects: Iterable<InventoryObject>,
  ): Promise<void> {
    await this.#write(writer, () =>
      this.#memory.effectOfAll(writer.source, objects),
    );
  }

  async apply(
    writer: InventoryWriter,
    changes: readonly InventoryChange[],
  ): Promise<void> {
    await this.#write(writer, () =>
      this.#memory.effectOf(writer.source, changes),
    );
  }

  report(writer: InventoryWriter, report: Partial<SourceReport>): void {
    this.#fencing.check(writer);
    this.#memory.setReport(writer.source, {
      ...this.#memory.reportOf(writer.source),
      ...report,
    });
  }

  async #write(
    writer: InventoryWriter,
    effectOf: () => Promise<readonly EffectiveChange[]>,
  ): Promise<void> {
    const { source } = writer;
    let queue = this.#queues.get(source);
    if (!queue) {
      queue = new SerialQueue();
      this.#queues.set(source, queue);
    }
    await queue.run(async () => {
      const changes = await effectOf();
      this.#fencing.check(writer);
      if (changes.length === 0) {
        return;
      }
      const { epoch, seq } = this.#memory.historyOf(source).position;
      await this.#memory.advance(source, changes, { epoch, seq: seq + 1 });
    });
  }
}
