import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { FileHandle, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { ForwardedError } from '@backstage/errors';
import { EventWriter, eventText } from '../streams/serveEventStream';

/** How much may wait to be written before who writes has to wait. */
const maxPendingLength = 1024 * 1024;

/** Bytes that a reader takes at a time, where one event is not longer. */
const sliceBytes = 64 * 1024;

/**
 * A log on its way from one job to all who watch it, as events in a file without a name: readers take
 * it from its beginning at their own pace, and neither a long log nor a slow reader takes memory.
 */
export class LogSpool {
  readonly #file: FileHandle;
  readonly #news = new EventEmitter().setMaxListeners(0);
  #pending: string[] = [];
  #pendingLength = 0;
  #writing: Promise<void> | undefined;
  #size = 0;
  #closed = false;
  #end: { error?: unknown } | undefined;
  #failure: unknown;

  static async open(directory: string): Promise<LogSpool> {
    const path = join(directory, `backlot-log-${randomUUID()}`);
    const file = await open(path, 'wx+', 0o600);
    await unlink(path);
    return new LogSpool(file);
  }

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /**
   * @returns a promise to wait for, when lines come faster than they can be written
   * @throws why lines could not be written
   */
  add(line: string): Promise<void> | undefined {
    if (this.#failure !== undefined) {
      throw this.#failure;
    }
    const event = eventText('line', line);
    this.#pending.push(event);
    this.#pendingLength += event.length;
    this.#writing ??= this.#write();
    return this.#pendingLength > maxPendingLength ? this.#writing : undefined;
  }

  /** Says that nothing follows, or why. */
  async end(error?: unknown): Promise<void> {
    await this.#writing;
    this.#end = { error: error ?? this.#failure };
    this.#news.emit('news');
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#writing;
    await this.#file.close();
  }

  /**
   * Gives a reader all events, and those that come, until the end.
   *
   * @throws what the log ended with
   */
  async readTo({ write, signal }: EventWriter): Promise<void> {
    let position = 0;
    let slice = sliceBytes;
    for (;;) {
      signal.throwIfAborted();
      if (position === this.#size) {
        if (this.#end) {
          if (this.#end.error !== undefined) {
            throw this.#end.error;
          }
          return;
        }
        await once(this.#news, 'news', { signal });
        continue;
      }
      const { buffer, bytesRead } = await this.#file.read(
        Buffer.allocUnsafe(Math.min(slice, this.#size - position)),
        { position },
      );
      const events = wholeEvents(buffer.subarray(0, bytesRead));
      if (events.length === 0) {
        slice *= 2;
        continue;
      }
      await write(events);
      position += events.length;
      slice = sliceBytes;
    }
  }

  async #write(): Promise<void> {
    // What comes at the same moment is written together.
    await Promise.resolve();
    try {
      while (this.#pending.length > 0 && !this.#closed) {
        const bytes = Buffer.from(this.#pending.join(''));
        this.#pending = [];
        this.#pendingLength = 0;
        await this.#append(bytes);
        this.#news.emit('news');
      }
    } catch (error) {
      this.#failure = new ForwardedError(
        'The log could not be written to a temporary file; see backend.workingDirectory of the configuration',
        error,
      );
    } finally {
      this.#writing = undefined;
    }
  }

  async #append(bytes: Buffer): Promise<void> {
    let written = 0;
    while (written < bytes.length) {
      const { bytesWritten } = await this.#file.write(
        bytes,
        written,
        bytes.length - written,
        this.#size + written,
      );
      written += bytesWritten;
    }
    this.#size += bytes.length;
  }
}

/** Other events are sent in between, so none is cut. */
function wholeEvents(bytes: Buffer): Buffer {
  const last = bytes.lastIndexOf('\n\n');
  return bytes.subarray(0, last === -1 ? 0 : last + 2);
}
