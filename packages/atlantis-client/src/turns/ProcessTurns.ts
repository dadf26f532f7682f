import { AtlantisTurns, Turn } from './AtlantisTurns';

/** A place in the queue, and what is called when those before it have changed. */
interface Place {
  look(): void;
}

/**
 * Turns within this process: for a backend that has no database to share.
 *
 * @internal
 */
export class ProcessTurns implements AtlantisTurns {
  readonly #size: number;
  /** In order; the first are at it. */
  readonly #queue: Place[] = [];

  constructor(size: number) {
    this.#size = size;
  }

  async take(options: Parameters<AtlantisTurns['take']>[0]): Promise<Turn> {
    const { signal, onWait } = options;
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const begun = new AbortController();
      let told: number | undefined;
      const place: Place = {
        look: () => {
          const before = this.#queue.indexOf(place) - this.#size + 1;
          if (before <= 0) {
            begun.abort();
            resolve({ end: async () => this.#leave(place) });
          } else if (before !== told) {
            told = before;
            onWait?.(before);
          }
        },
      };
      signal.addEventListener(
        'abort',
        () => {
          this.#leave(place);
          reject(signal.reason);
        },
        { signal: begun.signal },
      );
      this.#queue.push(place);
      place.look();
    });
  }

  #leave(place: Place): void {
    const at = this.#queue.indexOf(place);
    if (at >= 0) {
      this.#queue.splice(at, 1);
      this.#queue.forEach(other => other.look());
    }
  }
}
