import { ServiceUnavailableError } from '@backstage/errors';
import {
  InventoryKind,
  inventoryKinds,
  InventoryObject,
} from '@backlot/plugin-vm-inventory-common';
import {
  inSlices,
  Interruptible,
  InventoryChange,
  InventorySink,
  LeftOut,
} from '@backlot/plugin-vm-inventory-node';
import { Clock } from '../clock';
import { InventoryStore, InventoryWriter } from '../store';
import { CollectorObserver } from './CollectorObserver';
import { implausibleLoss } from './implausibleLoss';

// Changes come one by one; together they may lose no more in this time than a load may.
const LOSS_WINDOW_MS = 60_000;
// Some tenths of a millisecond of work.
const STEP = 1_000;

/**
 * Takes what one run of a provider sees to the store.
 *
 * @internal
 */
export class CollectorSink implements InventorySink {
  readonly #store: InventoryStore;
  readonly #writer: InventoryWriter;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #acceptLoss: boolean;
  readonly #observer: CollectorObserver | undefined;
  #loadBegunAt = 0;
  #loading: Map<string, InventoryObject> | undefined;
  /** What has changed since the load under way began, and is newer than what it brings. */
  readonly #changedMeanwhile = new Map<string, InventoryChange>();
  #known: { counts: Record<InventoryKind, number>; at: number };
  #hasBegun = false;
  #hasLoaded = false;

  constructor(options: {
    store: InventoryStore;
    writer: InventoryWriter;
    clock: Clock;
    /** Aborts once the writer may write no more. */
    signal: AbortSignal;
    acceptLoss: boolean;
    observer?: CollectorObserver;
  }) {
    this.#store = options.store;
    this.#writer = options.writer;
    this.#clock = options.clock;
    this.#signal = options.signal;
    this.#acceptLoss = options.acceptLoss;
    this.#observer = options.observer;
    this.#known = this.#whatIsKnown();
  }

  /** Whether the source has answered so far that a load began. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /** Whether a load of this run has ended. */
  get hasLoaded(): boolean {
    return this.#hasLoaded;
  }

  beginLoad(options: { expected?: number } = {}): void {
    this.#signal.throwIfAborted();
    this.#hasBegun = true;
    this.#loading = new Map();
    this.#loadBegunAt = this.#clock.now();
    this.#changedMeanwhile.clear();
    const known = inventoryKinds.reduce(
      (sum, kind) => sum + this.#whatIsKnown().counts[kind],
      0,
    );
    this.#store.report(this.#writer, {
      progress: {
        objects: 0,
        expected: options.expected ?? (known || undefined),
      },
    });
  }

  load(objects: InventoryObject[]): void {
    this.#signal.throwIfAborted();
    const loading = this.#load('load');
    for (const object of objects) {
      this.#checkSource(object);
      loading.set(keyOf(object.kind, object.id), object);
    }
    const { progress } = this.#store.reportOf(this.#writer.source);
    this.#store.report(this.#writer, {
      progress: { ...progress, objects: loading.size },
    });
  }

  async endLoad(): Promise<void> {
    this.#signal.throwIfAborted();
    const loading = this.#load('endLoad');
    for (const [key, change] of this.#changedMeanwhile) {
      if (change.type === 'set') {
        loading.set(key, change.object);
      } else {
        loading.delete(key);
      }
    }
    const shown = countByKind(loading.values());
    if (!this.#acceptLoss || this.#hasLoaded) {
      this.#refuseLoss(this.#whatIsKnown().counts, shown);
    }
    await this.#store.replace(this.#writer, loading.values());
    this.#loading = undefined;
    this.#changedMeanwhile.clear();
    const now = this.#clock.now();
    this.#hasLoaded = true;
    this.#observer?.onLoaded(this.#writer.source, now - this.#loadBegunAt);
    this.#known = this.#whatIsKnown();
    this.#store.report(this.#writer, {
      asOf: this.#clock.now(),
      progress: undefined,
      lastError: undefined,
    });
  }

  async apply(changes: InventoryChange[]): Promise<void> {
    this.#signal.throwIfAborted();
    for (const change of changes) {
      if (change.type === 'set') {
        this.#checkSource(change.object);
      }
    }
    if (changes.some(({ type }) => type === 'delete')) {
      const after = await inSlices(this.#countsAfter(changes));
      this.#signal.throwIfAborted();
      this.#refuseLoss(this.#known.counts, after);
    }
    const begunAt = this.#clock.now();
    await this.#store.apply(this.#writer, changes);
    this.#observer?.onApplied(this.#writer.source, this.#clock.now() - begunAt);
    if (this.#loading) {
      for (const change of changes) {
        const { kind, id } = change.type === 'set' ? change.object : change;
        this.#changedMeanwhile.set(keyOf(kind, id), change);
      }
    }
    this.confirm();
  }

  confirm(options: { roundTripMs?: number; leftOut?: LeftOut[] } = {}): void {
    this.#signal.throwIfAborted();
    const now = this.#clock.now();
    if (now - this.#known.at >= LOSS_WINDOW_MS) {
      this.#known = this.#whatIsKnown();
    }
    // Before the first load of a run, what is shown is an earlier run's, and nothing confirms it.
    this.#store.report(this.#writer, {
      ...options,
      ...(this.#hasLoaded && { asOf: now, lastError: undefined }),
    });
  }

  #load(call: string): Map<string, InventoryObject> {
    if (!this.#loading) {
      throw new Error(
        `The provider of source '${
          this.#writer.source
        }' called ${call} without beginLoad`,
      );
    }
    return this.#loading;
  }

  #checkSource({ source, kind, id }: InventoryObject): void {
    if (source !== this.#writer.source) {
      throw new Error(
        `The provider of source '${
          this.#writer.source
        }' reported ${kind} '${id}' of source '${source}'`,
      );
    }
  }

  #whatIsKnown() {
    return {
      counts: this.#store.snapshot().counts(this.#writer.source),
      at: this.#clock.now(),
    };
  }

  *#countsAfter(
    changes: readonly InventoryChange[],
  ): Interruptible<Record<InventoryKind, number>> {
    const snapshot = this.#store.snapshot();
    const { source } = this.#writer;
    const counts = { ...snapshot.counts(source) };
    const last = new Map<string, InventoryChange>();
    let done = 0;
    for (const change of changes) {
      const { kind, id } = change.type === 'set' ? change.object : change;
      last.set(keyOf(kind, id), change);
      if (++done % STEP === 0) {
        yield;
      }
    }
    for (const change of last.values()) {
      const { kind, id } = change.type === 'set' ? change.object : change;
      const before = snapshot.get(kind, source, id) ? 1 : 0;
      counts[kind] += (change.type === 'set' ? 1 : 0) - before;
      if (++done % STEP === 0) {
        yield;
      }
    }
    return counts;
  }

  #refuseLoss(
    known: Record<InventoryKind, number>,
    shown: Record<InventoryKind, number>,
  ): void {
    const loss = implausibleLoss(known, shown);
    if (loss) {
      throw new ServiceUnavailableError(
        `Source '${
          this.#writer.source
        }' suddenly showed ${loss}. A lost session or privilege looks the same, so the last known state is kept. If the loss is real, refresh the source with acceptLoss.`,
      );
    }
  }
}

function keyOf(kind: InventoryKind, id: string): string {
  return `${kind}\n${id}`;
}

function countByKind(
  objects: Iterable<InventoryObject>,
): Record<InventoryKind, number> {
  const counts = Object.fromEntries(
    inventoryKinds.map(kind => [kind, 0]),
  ) as Record<InventoryKind, number>;
  for (const { kind } of objects) {
    counts[kind]++;
  }
  return counts;
}
