import { LoggerService } from '@backstage/backend-plugin-api';
import {
  ConflictError,
  ServiceUnavailableError,
  toError,
} from '@backstage/errors';
import { InventoryObject } from '@backlot/plugin-vm-inventory-common';
import { inSlices, InventoryChange } from '@backlot/plugin-vm-inventory-node';
import { ulid } from 'ulid';
import { EffectiveChange } from '../EffectiveChange';
import { FencingNumbers, takenOver } from '../FencingNumbers';
import { InventoryWriter, SourceReport } from '../InventoryStore';
import { SourcePosition } from '../SourcePosition';
import { ChunkWriter } from './ChunkWriter';
import { encodeAllChunks } from './chunkObjects';
import { ReportWriter } from './ReportWriter';
import { Written } from './SharedState';
import { SourceCopy } from './SourceCopy';
import { WriterContext } from './WriterContext';

// More at once than this are not told one by one: the others read the chunks.
const MOST_APPENDED = 1_000;
const WRITE_ATTEMPTS = 5;

/**
 * Takes to Redis what this replica's collector sees of a source. While Redis cannot be reached, it
 * goes on in memory alone, in an epoch of its own; everything is written anew afterwards.
 *
 * @internal
 */
export class SourceWriter {
  readonly #copy: SourceCopy;
  readonly #chunks: ChunkWriter;
  readonly #reports: ReportWriter;
  readonly #logger: LoggerService;
  readonly #fencing = new FencingNumbers();
  /** This replica's collector, until another's is heard of. */
  #collector: InventoryWriter | undefined;
  /** The collector whose full load is in memory: only what it knows may overwrite what is there. */
  #loaded: InventoryWriter | undefined;
  /** Fencing number of the lease that this replica last wrote all with. */
  #epochOf: number | undefined;
  /** The epoch in which this replica went on alone. */
  #aloneIn: string | undefined;

  constructor(options: {
    copy: SourceCopy;
    logger: LoggerService;
    flushMs: number;
    reportMs: number;
  }) {
    this.#copy = options.copy;
    this.#logger = options.logger;
    const context: WriterContext = {
      copy: options.copy,
      logger: options.logger,
      collector: () => this.#collector,
      onWritten: written => this.#mind(written),
    };
    this.#chunks = new ChunkWriter(context, options.flushMs);
    this.#reports = new ReportWriter(context, options.reportMs);
  }

  /** Whether this replica collects the source, as far as is known. */
  get isCollecting(): boolean {
    return this.#collector !== undefined;
  }

  /** Whether this replica knows all of the source, and may put it in place of what is there. */
  get mayOverwrite(): boolean {
    return (
      this.#loaded !== undefined &&
      this.#loaded.fencing === this.#collector?.fencing
    );
  }

  async replace(
    writer: InventoryWriter,
    objects: Iterable<InventoryObject>,
  ): Promise<void> {
    const { memory, source } = this.#copy;
    await this.#write(writer, true, () => memory.effectOfAll(source, objects));
  }

  async apply(
    writer: InventoryWriter,
    changes: readonly InventoryChange[],
  ): Promise<void> {
    const { memory, source } = this.#copy;
    await this.#write(writer, false, () => memory.effectOf(source, changes));
  }

  report(writer: InventoryWriter, report: Partial<SourceReport>): void {
    this.#fencing.check(writer);
    this.#collector = writer;
    const { memory, source } = this.#copy;
    memory.setReport(source, { ...memory.reportOf(source), ...report });
    this.#reports.schedule();
  }

  /** Passes on what is pending. */
  async stop(): Promise<void> {
    await this.#chunks.stop();
    await this.#reports.stop();
  }

  /** Takes note of the lease that something was written with. */
  hearOf(fencing: number): void {
    if (this.#collector && fencing > this.#collector.fencing) {
      this.#giveWay();
    }
    this.#fencing.note(this.#copy.source, fencing);
  }

  /** Takes note of what another replica's collector says of the source. */
  hear(report: SourceReport): void {
    if (!this.#collector) {
      this.#copy.memory.setReport(this.#copy.source, report);
    }
  }

  /** Makes memory hold what Redis holds, unless that is nothing or older. */
  async load(): Promise<void> {
    const content = await this.#copy.load();
    if (content) {
      this.#chunks.clear();
      this.hearOf(content.fencing);
      this.hear(content.report);
    }
  }

  /** Puts all that is in memory in place of what is in Redis. */
  async writeAnew(): Promise<void> {
    const writer = this.#collector;
    if (!writer) {
      return;
    }
    const to = { epoch: ulid(), seq: 1 };
    const written = await this.#rewrite(writer, [], undefined, to);
    if (written.outcome === 'ok') {
      await this.#copy.advance([], to, () =>
        this.#isWritten(writer, written.id),
      );
      this.#logger.info('The source is complete in Redis again');
    } else {
      this.#giveWay();
      await this.load();
    }
  }

  async #write(
    writer: InventoryWriter,
    isLoad: boolean,
    effectOf: () => Promise<EffectiveChange[]>,
  ): Promise<void> {
    await this.#copy.queue.run(async () => {
      this.#fencing.check(writer);
      this.#collector = writer;
      for (let attempt = 1; attempt <= WRITE_ATTEMPTS; attempt++) {
        const changes = await effectOf();
        if (isLoad) {
          this.#loaded = writer;
        }
        const begins =
          isLoad && (this.#epochOf !== writer.fencing || !this.#copy.isShared);
        const isDone = begins
          ? await this.#begin(writer, changes)
          : await this.#goOn(writer, changes);
        if (isDone) {
          return;
        }
      }
      throw new ServiceUnavailableError(
        `Source '${
          this.#copy.source
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
    const written = await this.#tryTo(changes, () =>
      this.#rewrite(writer, changes, undefined, to),
    );
    if (written?.outcome === 'ok') {
      await this.#copy.advance(changes, to, () =>
        this.#isWritten(writer, written.id),
      );
    } else if (written?.outcome === 'fenced') {
      throw this.#refused(writer, written.latest);
    }
    return true;
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
    if (!this.#copy.isShared) {
      // The follower has all written anew once Redis can be reached.
      await this.#goOnAlone(changes);
      return true;
    }
    const from = this.#copy.position;
    const to = { epoch: from.epoch, seq: from.seq + 1 };
    const inOne = changes.length <= MOST_APPENDED;
    const written = await this.#tryTo(changes, () =>
      inOne
        ? this.#copy.state.append(writer, from, changes)
        : this.#rewrite(writer, changes, from, to),
    );
    switch (written?.outcome) {
      case 'ok':
        await this.#copy.advance(changes, to, () => {
          if (inOne) {
            this.#copy.positionId = written.id;
            this.#chunks.markOld(changes);
          } else {
            this.#isWritten(writer, written.id);
          }
        });
        return true;
      case 'fenced':
        throw this.#refused(writer, written.latest);
      case 'unknown':
        this.#copy.isShared = false;
        return false;
      case 'behind':
        await this.load();
        return false;
      default:
        return true;
    }
  }

  /** @returns undefined when Redis could not be reached, and memory has gone on alone */
  async #tryTo(
    changes: readonly EffectiveChange[],
    write: () => Promise<Written>,
  ): Promise<Written | undefined> {
    try {
      return await write();
    } catch (error) {
      this.#logger.warn(
        'Cannot reach Redis; collecting the source in memory only',
        toError(error),
      );
      await this.#goOnAlone(changes);
      return undefined;
    }
  }

  /** What was written last may or may not be in Redis; so nothing is built on it. */
  async #goOnAlone(changes: readonly EffectiveChange[]): Promise<void> {
    const { epoch, seq } = this.#copy.position;
    if (this.#aloneIn === epoch) {
      await this.#copy.advance(changes, { epoch, seq: seq + 1 });
    } else {
      this.#aloneIn = ulid();
      await this.#copy.advance(changes, { epoch: this.#aloneIn, seq: 1 });
    }
    this.#copy.isShared = false;
  }

  async #rewrite(
    writer: InventoryWriter,
    changes: readonly EffectiveChange[],
    expected: SourcePosition | undefined,
    to: SourcePosition,
  ): Promise<Written> {
    const { memory, source, state } = this.#copy;
    const next = await inSlices(memory.snapshot().with(source, changes, to));
    return state.rewrite(
      writer,
      expected,
      to,
      memory.reportOf(source),
      await encodeAllChunks(next, source),
    );
  }

  /** All of the source is in Redis as it is in memory. */
  #isWritten(writer: InventoryWriter, id: string): void {
    this.#copy.positionId = id;
    this.#copy.isShared = true;
    this.#epochOf = writer.fencing;
    this.#chunks.clear();
  }

  #refused(writer: InventoryWriter, latest: number): ConflictError {
    this.#giveWay();
    return takenOver(this.#copy.source, writer.fencing, latest);
  }

  /** Another replica collects the source now. */
  #giveWay(): void {
    this.#collector = undefined;
    this.#loaded = undefined;
    this.#chunks.clear();
  }

  #mind({ outcome }: Written): void {
    if (outcome === 'fenced') {
      this.#giveWay();
    } else if (outcome !== 'ok') {
      // The follower looks what is there, and has it mended if that is for this replica to do.
      this.#copy.isShared = false;
    }
  }
}
