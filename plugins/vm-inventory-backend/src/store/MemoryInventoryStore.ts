import { ConflictError } from '@backstage/errors';
import { InventoryObject } from '@backlot/plugin-vm-inventory-common';
import { InventoryChange } from '@backlot/plugin-vm-inventory-node';
import { InventorySnapshot } from './InventorySnapshot';
import {
  InventoryStore,
  InventoryWriter,
  SourceReport,
} from './InventoryStore';

/**
 * Keeps the inventory in the memory of this replica.
 *
 * @internal
 */
export class MemoryInventoryStore implements InventoryStore {
  readonly scope = 'replica';
  readonly #fencing = new Map<string, number>();
  readonly #reports = new Map<string, SourceReport>();
  #snapshot: InventorySnapshot;

  /**
   * @param options - `firstVersion` is where versions begin: the time in milliseconds makes them
   * grow over restarts and differ between replicas
   */
  constructor(options: { firstVersion: number }) {
    this.#snapshot = InventorySnapshot.empty(options.firstVersion);
  }

  snapshot(): InventorySnapshot {
    return this.#snapshot;
  }

  reportOf(source: string): SourceReport {
    return this.#reports.get(source) ?? {};
  }

  async replace(
    writer: InventoryWriter,
    objects: Iterable<InventoryObject>,
  ): Promise<void> {
    this.#check(writer);
    this.#snapshot = this.#snapshot.with(
      writer.source,
      this.#snapshot.changesTo(writer.source, objects),
    );
  }

  async apply(
    writer: InventoryWriter,
    changes: readonly InventoryChange[],
  ): Promise<void> {
    this.#check(writer);
    this.#snapshot = this.#snapshot.with(writer.source, changes);
  }

  report(writer: InventoryWriter, report: Partial<SourceReport>): void {
    this.#check(writer);
    this.#reports.set(writer.source, {
      ...this.#reports.get(writer.source),
      ...report,
    });
  }

  #check({ source, fencing }: InventoryWriter): void {
    const latest = this.#fencing.get(source) ?? fencing;
    if (fencing < latest) {
      throw new ConflictError(
        `Source '${source}' has been taken over: fencing number ${fencing} was followed by ${latest}`,
      );
    }
    this.#fencing.set(source, fencing);
  }
}
