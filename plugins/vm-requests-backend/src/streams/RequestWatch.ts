import { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';

type OnChange = (stamp: string) => void;

/** Most requests that are asked for in one query. */
const batchSize = 500;

/**
 * Tells who looks at a request that it changed: at once when it changed in this replica, and by one
 * query each second for all that are looked at when it changed in another.
 */
export class RequestWatch {
  readonly #readStamps: (ids: string[]) => Promise<Map<string, string>>;
  readonly #everyMs: number;
  readonly #logger: LoggerService;
  readonly #watched = new Map<
    string,
    { stamp: string | undefined; listeners: Set<OnChange> }
  >();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #again = false;

  constructor(options: {
    readStamps: (ids: string[]) => Promise<Map<string, string>>;
    logger: LoggerService;
    everyMs?: number;
  }) {
    this.#readStamps = options.readStamps;
    this.#logger = options.logger;
    this.#everyMs = options.everyMs ?? 1_000;
  }

  /** How many requests are watched now. */
  get size(): number {
    return this.#watched.size;
  }

  /**
   * Watches a request.
   *
   * @param onChange - called soon with how it stands, then after each change, with its stamp
   * @returns what ends it
   */
  watch(id: string, onChange: OnChange): () => void {
    const listener: OnChange = stamp => onChange(stamp);
    let watched = this.#watched.get(id);
    if (!watched) {
      watched = { stamp: undefined, listeners: new Set() };
      this.#watched.set(id, watched);
    }
    watched.listeners.add(listener);
    if (watched.stamp === undefined) {
      this.#look();
    } else {
      listener(watched.stamp);
    }
    return () => {
      watched.listeners.delete(listener);
      if (watched.listeners.size === 0 && this.#watched.get(id) === watched) {
        this.#watched.delete(id);
      }
      if (this.#watched.size === 0) {
        clearTimeout(this.#timer);
        this.#timer = undefined;
      }
    };
  }

  /** Looks at once where somebody watches the request. */
  changed(id: string): void {
    if (this.#watched.has(id)) {
      this.#look();
    }
  }

  #look(): void {
    if (this.#looking) {
      this.#again = true;
      return;
    }
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#looking = this.#tellChanges().finally(() => {
      this.#looking = undefined;
      if (this.#again) {
        this.#again = false;
        this.#look();
      } else if (this.#watched.size > 0) {
        this.#timer = setTimeout(() => this.#look(), this.#everyMs).unref();
      }
    });
  }

  async #tellChanges(): Promise<void> {
    try {
      const ids = [...this.#watched.keys()];
      for (let start = 0; start < ids.length; start += batchSize) {
        const stamps = await this.#readStamps(
          ids.slice(start, start + batchSize),
        );
        for (const [id, stamp] of stamps) {
          const watched = this.#watched.get(id);
          if (watched && watched.stamp !== stamp) {
            watched.stamp = stamp;
            watched.listeners.forEach(listener => listener(stamp));
          }
        }
      }
    } catch (error) {
      this.#logger.warn(
        'Open pages are not told of changes for now: the database did not answer',
        isError(error) ? error : undefined,
      );
    }
  }
}
