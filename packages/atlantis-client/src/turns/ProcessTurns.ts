import { AtlantisTurns, rankOf, Turn } from './AtlantisTurns';

/** A place in the queue, and what is called when those before it have changed. */
interface Place {
  rank: number;
  look(): void;
}

/**
 * Turns within this process: for a backend that has no database to share.
 *
 * @internal
 */
export class ProcessTurns implements AtlantisTurns {
  readonly #size: number;
  #taken = 0;
  /** In order. */
  readonly #waiting: Place[] = [];

  constructor(size: number) {
    this.#size = size;
  }

  async take(options: Parameters<AtlantisTurns['take']>[0]): Promise<Turn> {
    const { purpose, signal, onWait } = options;
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const begun = new AbortController();
      let told: number | undefined;
      const place: Place = {
        rank: rankOf(purpose),
        look: () => {
          const before =
            this.#taken + this.#waiting.indexOf(place) - this.#size + 1;
          if (before <= 0) {
            begun.abort();
            this.#remove(place);
            this.#taken += 1;
            resolve(this.#turn());
          } else if (before !== told) {
            told = before;
            onWait?.(before);
          }
        },
      };
      signal.addEventListener(
        'abort',
        () => {
          this.#remove(place);
          this.#look();
          reject(signal.reason);
        },
        { signal: begun.signal },
      );
      const later = this.#waiting.findIndex(({ rank }) => rank > place.rank);
      this.#waiting.splice(later < 0 ? this.#waiting.length : later, 0, place);
      this.#look();
    });
  }

  #turn(): Turn {
    let ended = false;
    return {
      end: async () => {
        if (!ended) {
          ended = true;
          this.#taken -= 1;
          this.#look();
        }
      },
    };
  }

  #remove(place: Place): void {
    const at = this.#waiting.indexOf(place);
    if (at >= 0) {
      this.#waiting.splice(at, 1);
    }
  }

  #look(): void {
    for (const place of [...this.#waiting]) {
      place.look();
    }
  }
}
