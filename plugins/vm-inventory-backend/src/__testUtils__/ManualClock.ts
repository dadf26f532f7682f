import { Clock } from '../clock';

interface Sleeper {
  until: number;
  wake(): void;
}

/**
 * A clock that stands still until a test moves it.
 *
 * @internal
 */
export class ManualClock implements Clock {
  #now: number;
  readonly #sleepers = new Set<Sleeper>();
  readonly #watchers = new Set<() => void>();

  constructor(now = Date.parse('2026-11-21T12:00:00Z')) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  async sleep(ms: number, { signal }: { signal: AbortSignal }): Promise<void> {
    signal.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const awake = new AbortController();
      const sleeper: Sleeper = {
        until: this.#now + ms,
        wake: () => {
          this.#sleepers.delete(sleeper);
          awake.abort();
          resolve();
        },
      };
      signal.addEventListener(
        'abort',
        () => {
          this.#sleepers.delete(sleeper);
          reject(signal.reason);
        },
        { signal: awake.signal },
      );
      this.#sleepers.add(sleeper);
      this.#watchers.forEach(watch => watch());
    });
  }

  /** Moves on, waking who has slept enough. */
  advance(ms: number): void {
    this.#now += ms;
    for (const sleeper of [...this.#sleepers]) {
      if (sleeper.until <= this.#now) {
        sleeper.wake();
      }
    }
  }

  /** Resolves once somebody sleeps for exactly this long. */
  async sleeping(ms: number): Promise<void> {
    await new Promise<void>(resolve => {
      const watch = () => {
        if ([...this.#sleepers].some(({ until }) => until === this.#now + ms)) {
          this.#watchers.delete(watch);
          resolve();
        }
      };
      this.#watchers.add(watch);
      watch();
    });
  }
}
