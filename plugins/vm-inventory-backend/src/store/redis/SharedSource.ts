import { LoggerService } from '@backstage/backend-plugin-api';
import {
  ConflictError,
  ServiceUnavailableError,
  toError,
} from '@backstage/errors';
import { InventoryObject } from '@backlot/plugin-vm-inventory-common';
import { InventoryChange } from '@backlot/plugin-vm-inventory-node';
import { setTimeout as delay } from 'node:timers/promises';
import { ulid } from 'ulid';
import { EffectiveChange } from '../EffectiveChange';
import { FencingNumbers, takenOver } from '../FencingNumbers';
import { InventoryMemory } from '../InventoryMemory';
import { InventoryWriter, SourceReport } from '../InventoryStore';
import { SerialQueue } from '../SerialQueue';
import { samePosition, SourcePosition } from '../SourcePosition';
import { encodeAllChunks, encodeChunks } from './chunkObjects';
import { chunkOf } from './chunks';
import { RedisClient, SharedState, Written } from './SharedState';
import { decodeChanges, StreamEntry } from './StreamEntry';

// More at once than this are not told one by one: the others read the chunks.
const MOST_APPENDED = 1_000;
const WRITE_ATTEMPTS = 5;

/** How often things that need not be done at once are done. @internal */
export interface SharedSourceTimes {
  /** Chunks that changes have made old are written again. */
  flushMs: number;
  /** What the collector says of the source is passed on. */
  reportMs: number;
  /** The stream is waited for; then it is checked that Redis still holds what we know. */
  blockMs: number;
  /** The longest wait after Redis could not be reached. */
  longestRetryMs: number;
}

/**
 * One source, kept equal in memory and in Redis: what this replica's collector sees goes to both,
 * what another's sees comes from Redis. While Redis cannot be reached, the collector goes on in
 * memory alone, in an epoch of its own, and writes everything anew afterwards.
 *
 * @internal
 */
export class SharedSource {
  readonly #source: string;
  readonly #memory: InventoryMemory;
  readonly #state: SharedState;
  readonly #reader: RedisClient;
  readonly #logger: LoggerService;
  readonly #times: SharedSourceTimes;
  readonly #queue = new SerialQueue();
  readonly #ended = new AbortController();
  /** Up to where the stream has been read. */
  #readId = '0-0';
  /** The entry of the stream that brought the position; the writer's own may not be read yet. */
  #positionId = '0-0';
  /** Whether Redis holds what is in memory, or was ahead of it when last heard of. */
  #shared = false;
  /** This replica's collector, until another's is heard of. */
  #collector: InventoryWriter | undefined;
  /** The collector whose full load is in memory: only what it knows may overwrite what is there. */
  #loaded: InventoryWriter | undefined;
  /** Fencing number of the lease that this replica last wrote all with. */
  #epochOf: number | undefined;
  /** The epoch in which this replica went on alone. */
  #aloneIn: string | undefined;
  readonly #fencing = new FencingNumbers();
  readonly #oldChunks = new Set<string>();
  /** When Redis was found ahead, by how far the stream had led until then. */
  #aheadAt: string | undefined;
  #flushTimer: NodeJS.Timeout | undefined;
  #reportTimer: NodeJS.Timeout | undefined;
  #following: Promise<void> | undefined;

  constructor(options: {
    source: string;
    memory: InventoryMemory;
    state: SharedState;
    /** A connection of its own, which waiting for the stream keeps busy. */
    reader: RedisClient;
    logger: LoggerService;
    times: SharedSourceTimes;
  }) {
    this.#source = options.source;
    this.#memory = options.memory;
    this.#state = options.state;
    this.#reader = options.reader;
    this.#logger = options.logger.child({ source: options.source });
    this.#times = options.times;
  }

  /** Takes over what Redis holds. */
  async warmUp(): Promise<void> {
    await this.#queue.run(() => this.#load());
  }

  start(): void {
    this.#following ??= this.#follow(this.#ended.signal);
  }

  /** Passes on what is pending, then ends. */
  async stop(): Promise<void> {
    this.#ended.abort();
    this.#reader.disconnect();
    await this.#following;
    clearTimeout(this.#flushTimer);
    clearTimeout(this.#reportTimer);
    await this.#flush();
    await this.#queue.run(() => this.#publishReport());
  }

  async replace(
    writer: InventoryWriter,
    objects: Iterable<InventoryObject>,
  ): Promise<void> {
    await this.#write(writer, true, () =>
      this.#memory.effectOfAll(this.#source, objects),
    );
  }

  async apply(
    writer: InventoryWriter,
    changes: readonly InventoryChange[],
  ): Promise<void> {
    await this.#write(writer, false, async () =>
      this.#memory.snapshot().effect(this.#source, changes),
    );
  }

  report(writer: InventoryWriter, report: Partial<SourceReport>): void {
    this.#fencing.check(writer);
    this.#collector = writer;
    this.#memory.setReport(this.#source, {
      ...this.#memory.reportOf(this.#source),
      ...report,
    });
    this.#reportTimer ??= setTimeout(() => {
      this.#reportTimer = undefined;
      this.#queue.run(() => this.#publishReport()).catch(this.#told);
    }, this.#times.reportMs);
  }

  get #position(): SourcePosition {
    return this.#memory.historyOf(this.#source).position;
  }

  get #mayOverwrite(): boolean {
    return (
      this.#loaded !== undefined &&
      this.#loaded.fencing === this.#collector?.fencing
    );
  }

  async #write(
    writer: InventoryWriter,
    isLoad: boolean,
    effectOf: () => Promise<EffectiveChange[]>,
  ): Promise<void> {
    await this.#queue.run(async () => {
      this.#fencing.check(writer);
      this.#collector = writer;
      for (let attempt = 1; attempt <= WRITE_ATTEMPTS; attempt++) {
        const changes = await effectOf();
        const isFirst = isLoad && this.#epochOf !== writer.fencing;
        if (isLoad) {
          this.#loaded = writer;
        }
        if (
          isFirst || (isLoad && !this.#shared)
            ? await this.#begin(writer, changes)
            : await this.#goOn(writer, changes)
        ) {
          return;
        }
      }
      throw new ServiceUnavailableError(
        `Source '${
          this.#source
        }' is being written in Redis by another replica, which this one cannot follow. Is the database that holds the leases the same for all replicas?`,
      );
    });
  }

  /**
   * Takes the first load with a lease to Redis and to memory, in an epoch of its own: whatever the
   * writer before has left in Redis, nothing is built on it.
   *
   * @throws ConflictError when a later lease has written
   */
  async #begin(
    writer: InventoryWriter,
    changes: readonly EffectiveChange[],
  ): Promise<boolean> {
    const to = { epoch: ulid(), seq: 1 };
    try {
      const written = await this.#rewrite(writer, changes, undefined, to);
      if (written.outcome === 'fenced') {
        this.#giveWay();
        throw takenOver(this.#source, writer.fencing, written.latest);
      }
      if (written.outcome === 'ok') {
        this.#memory.advance(this.#source, changes, to);
        this.#isWritten(writer, written.id);
      }
      return written.outcome === 'ok';
    } catch (error) {
      if (error instanceof ConflictError) {
        throw error;
      }
      this.#goOnAlone(changes, error);
      return true;
    }
  }

  /**
   * Takes changes to Redis and to memory.
   *
   * @returns false when memory has moved on, and the changes must be worked out anew
   * @throws ConflictError when a later lease has written
   */
  async #goOn(
    writer: InventoryWriter,
    changes: readonly EffectiveChange[],
  ): Promise<boolean> {
    if (changes.length === 0) {
      return true;
    }
    if (!this.#shared) {
      // The follower writes all anew once Redis can be reached.
      this.#goOnAlone(changes);
      return true;
    }
    const from = this.#position;
    const to = { epoch: from.epoch, seq: from.seq + 1 };
    const inOne = changes.length <= MOST_APPENDED;
    let written: Written;
    try {
      written = inOne
        ? await this.#state.append(writer, from, changes)
        : await this.#rewrite(writer, changes, from, to);
    } catch (error) {
      this.#goOnAlone(changes, error);
      return true;
    }
    switch (written.outcome) {
      case 'ok':
        this.#memory.advance(this.#source, changes, to);
        if (inOne) {
          this.#positionId = written.id;
          this.#markOld(changes);
        } else {
          this.#isWritten(writer, written.id);
        }
        return true;
      case 'fenced':
        this.#giveWay();
        throw takenOver(this.#source, writer.fencing, written.latest);
      case 'unknown':
        this.#shared = false;
        return false;
      default:
        await this.#load();
        return false;
    }
  }

  /** All of the source is in Redis as it is in memory. */
  #isWritten(writer: InventoryWriter, id: string): void {
    this.#positionId = id;
    this.#epochOf = writer.fencing;
    this.#shared = true;
    this.#oldChunks.clear();
  }

  async #rewrite(
    writer: InventoryWriter,
    changes: readonly EffectiveChange[],
    expected: SourcePosition | undefined,
    to: SourcePosition,
  ): Promise<Written> {
    const next = this.#memory.snapshot().with(this.#source, changes, to);
    return this.#state.rewrite(
      writer,
      expected,
      to,
      this.#memory.reportOf(this.#source),
      await encodeAllChunks(next, this.#source),
    );
  }

  /** Without Redis. What was written last may or may not be there; so nothing is built on it. */
  #goOnAlone(changes: readonly EffectiveChange[], error?: unknown): void {
    if (error !== undefined) {
      this.#logger.warn(
        'Redis cannot be reached; the source is collected in memory alone',
        toError(error),
      );
    }
    const { epoch, seq } = this.#position;
    if (this.#aloneIn === epoch) {
      this.#memory.advance(this.#source, changes, { epoch, seq: seq + 1 });
    } else {
      this.#aloneIn = ulid();
      this.#memory.advance(this.#source, changes, {
        epoch: this.#aloneIn,
        seq: 1,
      });
    }
    this.#shared = false;
  }

  /** Takes note of the lease that something was written with. */
  #hearOf(fencing: number): void {
    if (this.#collector && fencing > this.#collector.fencing) {
      this.#giveWay();
    }
    this.#fencing.note(this.#source, fencing);
  }

  /** Another replica collects the source now. */
  #giveWay(): void {
    this.#collector = undefined;
    this.#loaded = undefined;
    this.#oldChunks.clear();
  }

  #markOld(changes: readonly EffectiveChange[]): void {
    for (const change of changes) {
      this.#oldChunks.add(
        chunkOf(
          change.type === 'set'
            ? change.object
            : { kind: change.kind, id: change.id, source: this.#source },
        ),
      );
    }
    this.#flushTimer ??= setTimeout(async () => {
      await this.#flush();
      this.#flushTimer = undefined;
      if (this.#oldChunks.size > 0) {
        this.#markOld([]);
      }
    }, this.#times.flushMs);
  }

  async #flush(): Promise<void> {
    const names = [...this.#oldChunks];
    if (!this.#collector || !this.#shared || names.length === 0) {
      return;
    }
    this.#oldChunks.clear();
    // Packing takes a while, and changes go on meanwhile: they are in the stream after this place.
    const snapshot = this.#memory.snapshot();
    const position = this.#position;
    const lastId = this.#positionId;
    try {
      const written = await this.#state.flush(
        this.#collector,
        position,
        lastId,
        await encodeChunks(snapshot, this.#source, names),
      );
      this.#mind(written);
    } catch (error) {
      names.forEach(name => this.#oldChunks.add(name));
      this.#told(error);
    }
  }

  async #publishReport(): Promise<void> {
    if (this.#collector && this.#shared) {
      this.#mind(
        await this.#state.report(
          this.#collector,
          this.#position.epoch,
          this.#memory.reportOf(this.#source),
        ),
      );
    }
  }

  #mind({ outcome }: Written): void {
    if (outcome === 'fenced') {
      this.#giveWay();
    } else if (outcome !== 'ok') {
      // The follower looks what is there, and mends it if that is for this replica to do.
      this.#shared = false;
    }
  }

  readonly #told = (error: unknown): void => {
    this.#logger.warn(
      'Could not write to Redis; it is tried again',
      toError(error),
    );
  };

  async #follow(signal: AbortSignal): Promise<void> {
    let look = true;
    for (let failures = 0; !signal.aborted; ) {
      try {
        if (look) {
          await this.#queue.run(() => this.#reconcile());
        }
        const entries = await this.#state.follow(
          this.#reader,
          this.#readId,
          this.#times.blockMs,
        );
        look =
          entries.length === 0 ||
          !(await this.#queue.run(() => this.#take(entries)));
        failures = 0;
      } catch (error) {
        if (signal.aborted) {
          return;
        }
        look = true;
        failures++;
        if (failures === 1) {
          this.#logger.warn(
            'Cannot follow the source in Redis; what is known is served on',
            toError(error),
          );
        }
        await pause(
          Math.min(
            100 * 2 ** Math.min(failures, 10),
            this.#times.longestRetryMs,
          ),
          signal,
        );
      }
    }
  }

  /** Makes memory and Redis the same again where a call failed, or Redis was lost or emptied. */
  async #reconcile(): Promise<void> {
    const there = await this.#state.position();
    const here = this.#position;
    if (there && samePosition(there, here)) {
      this.#shared = true;
      return;
    }
    const ahead =
      this.#shared && there?.epoch === here.epoch && there.seq > here.seq;
    if (ahead && this.#aheadAt !== this.#readId) {
      // The stream will tell, unless it was cut off; then it is here again.
      this.#aheadAt = this.#readId;
      return;
    }
    if (this.#collector && this.#mayOverwrite && !ahead) {
      await this.#writeAnew(this.#collector);
    } else if (there) {
      await this.#load();
    }
  }

  async #writeAnew(writer: InventoryWriter): Promise<void> {
    const to = { epoch: ulid(), seq: 1 };
    const written = await this.#rewrite(writer, [], undefined, to);
    if (written.outcome === 'ok') {
      this.#memory.advance(this.#source, [], to);
      this.#isWritten(writer, written.id);
      this.#logger.info('Redis holds all of the source again');
    } else {
      this.#giveWay();
      await this.#load();
    }
  }

  /** @returns false when what is there must be looked at before the stream can be followed on */
  async #take(entries: readonly StreamEntry[]): Promise<boolean> {
    for (const entry of entries) {
      const { epoch, seq } = this.#position;
      this.#hearOf(entry.fencing);
      if (entry.type === 'report') {
        if (!this.#collector) {
          this.#memory.setReport(this.#source, entry.report);
        }
      } else if (
        entry.type === 'changes' &&
        entry.to.epoch === epoch &&
        entry.to.seq === seq + 1
      ) {
        const changes = await decodeChanges(entry.packed);
        this.#memory.advance(
          this.#source,
          this.#memory.snapshot().effect(this.#source, changes),
          entry.to,
        );
        this.#positionId = entry.id;
      } else if (entry.to.epoch !== epoch || entry.to.seq > seq) {
        return false;
      }
      this.#readId = entry.id;
    }
    return true;
  }

  /** Makes memory hold what Redis holds, unless that is nothing or older. */
  async #load(): Promise<void> {
    const content = await this.#state.read();
    const { epoch, seq } = this.#position;
    if (
      !content ||
      (content.position.epoch === epoch && content.position.seq < seq)
    ) {
      this.#shared = false;
      return;
    }
    this.#hearOf(content.fencing);
    const changes = await this.#memory.effectOfAll(
      this.#source,
      content.objects,
    );
    this.#memory.advance(this.#source, changes, content.position);
    if (!this.#collector) {
      this.#memory.setReport(this.#source, content.report);
    }
    this.#readId = content.lastId;
    this.#positionId = content.positionId;
    this.#shared = true;
    this.#oldChunks.clear();
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) {
      throw error;
    }
  }
}
