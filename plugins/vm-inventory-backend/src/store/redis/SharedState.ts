import { InventoryObject } from '@backlot/plugin-vm-inventory-common';
import { TimeSlice } from '@backlot/plugin-vm-inventory-node';
import { Redis, Cluster } from 'ioredis';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { EffectiveChange } from '../EffectiveChange';
import { InventoryWriter, SourceReport } from '../InventoryStore';
import { SourcePosition } from '../SourcePosition';
import { decodeObjects } from './chunks';
import { APPEND, FLUSH, REPORT, REWRITE } from './scripts';
import { SourceKeys } from './SourceKeys';
import {
  decodeChanges,
  decodeEntry,
  encodeChanges,
  reportSchema,
  StreamEntry,
} from './StreamEntry';

/** @internal */
export type RedisClient = Redis | Cluster;

/**
 * How a write went: done; refused because a later lease has written; nothing is there to write to;
 * or something else is there than the writer knows of.
 *
 * @internal
 */
export type Written =
  | { outcome: 'ok'; id: string }
  | { outcome: 'fenced'; latest: number }
  | { outcome: 'unknown' }
  | { outcome: 'behind' };

/**
 * What Redis holds of a source.
 *
 * @internal
 */
export interface SharedContent {
  position: SourcePosition;
  objects: InventoryObject[];
  report: SourceReport;
  /** Fencing number of the lease that wrote last. */
  fencing: number;
  /** The entry of the stream that brought the position. */
  positionId: string;
  /** The last entry of the stream that is in there. */
  lastId: string;
}

const metaSchema = z.object({
  fencing: z.coerce.number().int(),
  epoch: z.string(),
  seq: z.coerce.number().int(),
  report: z.string(),
  chunkSeq: z.coerce.number().int(),
  chunkId: z.string(),
});

const writtenSchema = z.union([
  z.tuple([z.literal('ok'), z.string()]),
  z.tuple([z.literal('fenced'), z.string()]),
  z.tuple([z.enum(['unknown', 'behind'])]),
]);

const RANGE = 1_000;
const READS = 20;
const READ_AGAIN_MS = 100;

/**
 * One source in Redis: each call is one step that is done whole or not at all.
 *
 * @internal
 */
export class SharedState {
  readonly #redis: RedisClient;
  readonly #keys: SourceKeys;
  readonly #ttlMs: number;
  readonly #streamLength: number;

  constructor(options: {
    redis: RedisClient;
    keys: SourceKeys;
    ttlMs: number;
    /** About how many entries the stream keeps. */
    streamLength: number;
  }) {
    this.#redis = options.redis;
    this.#keys = options.keys;
    this.#ttlMs = options.ttlMs;
    this.#streamLength = options.streamLength;
  }

  async append(
    writer: InventoryWriter,
    from: SourcePosition,
    changes: readonly EffectiveChange[],
  ): Promise<Written> {
    return this.#run(APPEND, writer, [
      this.#streamLength,
      from.epoch,
      from.seq,
      from.seq + 1,
      await encodeChanges(changes),
    ]);
  }

  async report(
    writer: InventoryWriter,
    epoch: string,
    report: SourceReport,
  ): Promise<Written> {
    return this.#run(REPORT, writer, [
      this.#streamLength,
      epoch,
      JSON.stringify(report),
    ]);
  }

  /** @param chunks - by name; undefined removes */
  async flush(
    writer: InventoryWriter,
    position: SourcePosition,
    lastId: string,
    chunks: ReadonlyMap<string, Buffer | undefined>,
  ): Promise<Written> {
    return this.#run(FLUSH, writer, [
      position.epoch,
      position.seq,
      lastId,
      ...[...chunks].flatMap(([name, chunk]) => [name, chunk ?? '']),
    ]);
  }

  /** @param expected - what must be there; absent when it is overwritten whatever it is */
  async rewrite(
    writer: InventoryWriter,
    expected: SourcePosition | undefined,
    to: SourcePosition,
    report: SourceReport,
    chunks: ReadonlyMap<string, Buffer>,
  ): Promise<Written> {
    return this.#run(REWRITE, writer, [
      this.#streamLength,
      expected?.epoch ?? '',
      expected?.seq ?? '',
      to.epoch,
      to.seq,
      JSON.stringify(report),
      ...[...chunks].flat(),
    ]);
  }

  /** Where Redis is; undefined when it holds nothing of the source. */
  async position(): Promise<SourcePosition | undefined> {
    const [epoch, seq] = await this.#redis.hmget(
      this.#keys.meta,
      'epoch',
      'seq',
    );
    return epoch && seq ? { epoch, seq: Number(seq) } : undefined;
  }

  /**
   * Everything, as of the last entry of the stream.
   *
   * @returns undefined when there is nothing
   */
  async read(): Promise<SharedContent | undefined> {
    for (let attempt = 1; attempt <= READS; attempt++) {
      const content = await this.#readOnce();
      if (content !== 'again') {
        return content;
      }
      await delay(READ_AGAIN_MS);
    }
    throw new Error(
      `Redis holds chunks of '${
        this.#keys.owned
      }' but not all of the changes since they were written`,
    );
  }

  /** Waits for entries of the stream that follow one. */
  async follow(
    reader: RedisClient,
    lastId: string,
    blockMs: number,
  ): Promise<StreamEntry[]> {
    const answer = await reader.xreadBuffer(
      'COUNT',
      RANGE,
      'BLOCK',
      blockMs,
      'STREAMS',
      this.#keys.stream,
      lastId,
    );
    const entries = answer?.[0]?.[1] ?? [];
    return entries.map(entry => decodeEntry(...entry));
  }

  async #readOnce(): Promise<SharedContent | 'again' | undefined> {
    // One transaction: chunks and what is said of them belong together.
    const answers = await this.#redis
      .multi()
      .hgetall(this.#keys.meta)
      .hgetallBuffer(this.#keys.chunks)
      .exec();
    if (!answers) {
      throw new Error('Redis did not answer a transaction');
    }
    const [[metaError, metaFields], [chunksError, chunks]] = answers;
    if (metaError ?? chunksError) {
      throw metaError ?? chunksError;
    }
    if (Object.keys(metaFields as object).length === 0) {
      return undefined;
    }
    const meta = metaSchema.parse(metaFields);
    const objects = new Map<string, InventoryObject>();
    const keyOf = (kind: string, id: string) => `${kind}\n${id}`;
    const slice = new TimeSlice();
    for (const chunk of Object.values(chunks as Record<string, Buffer>)) {
      for (const object of await decodeObjects(chunk)) {
        objects.set(keyOf(object.kind, object.id), object);
      }
      if (slice.isOver) {
        await slice.next();
      }
    }

    const position = { epoch: meta.epoch, seq: meta.chunkSeq };
    let report = reportSchema.parse(JSON.parse(meta.report));
    let { fencing } = meta;
    let positionId = meta.chunkId;
    let lastId = meta.chunkId;
    for (;;) {
      const range = await this.#redis.xrangeBuffer(
        this.#keys.stream,
        `(${lastId}`,
        '+',
        'COUNT',
        RANGE,
      );
      for (const entry of range.map(each => decodeEntry(...each))) {
        lastId = entry.id;
        fencing = Math.max(fencing, entry.fencing);
        if (entry.type === 'report') {
          report = entry.report;
          continue;
        }
        if (
          entry.type === 'rewritten' ||
          entry.to.epoch !== position.epoch ||
          entry.to.seq !== position.seq + 1
        ) {
          // Written anew meanwhile, or cut off: the chunks hold it now or will in a moment.
          return 'again';
        }
        for (const change of await decodeChanges(entry.packed)) {
          if (change.type === 'set') {
            objects.set(
              keyOf(change.object.kind, change.object.id),
              change.object,
            );
          } else {
            objects.delete(keyOf(change.kind, change.id));
          }
        }
        position.seq = entry.to.seq;
        positionId = entry.id;
      }
      if (range.length < RANGE) {
        return position.seq < meta.seq
          ? 'again'
          : {
              position,
              objects: [...objects.values()],
              report,
              fencing,
              positionId,
              lastId,
            };
      }
    }
  }

  async #run(
    script: string,
    writer: InventoryWriter,
    values: (string | number | Buffer)[],
  ): Promise<Written> {
    const { meta, chunks, stream } = this.#keys;
    const answer = writtenSchema.parse(
      await this.#redis.eval(
        script,
        3,
        meta,
        chunks,
        stream,
        writer.fencing,
        this.#ttlMs,
        ...values,
      ),
    );
    switch (answer[0]) {
      case 'ok':
        return { outcome: 'ok', id: answer[1] };
      case 'fenced':
        return { outcome: 'fenced', latest: Number(answer[1]) };
      default:
        return { outcome: answer[0] };
    }
  }
}
