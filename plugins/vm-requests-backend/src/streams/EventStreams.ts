import { CustomErrorBase, ServiceUnavailableError } from '@backstage/errors';

/** Somebody has as many streams open as one may. */
class TooManyStreamsError extends CustomErrorBase {
  name = 'TooManyStreamsError' as const;
  /** Read by Backstage's error middleware. */
  readonly statusCode = 429;
}

/** Counts the open event streams, so that nobody has too many and a shutdown ends them all. */
export class EventStreams {
  readonly #maxPerPerson: number;
  readonly #open = new Map<string, number>();
  readonly #partings = new Set<() => void>();
  #closed = false;

  /** Milliseconds between two looks whether a viewer may still see what is streamed. */
  readonly recheckMs: number;

  /** @param options - `maxPerPerson` is for this replica */
  constructor(options: { maxPerPerson: number; recheckMs?: number }) {
    this.#maxPerPerson = options.maxPerPerson;
    this.recheckMs = options.recheckMs ?? 30_000;
  }

  /** How many streams are open now. */
  get size(): number {
    return this.#partings.size;
  }

  /**
   * Takes a place for a stream.
   *
   * @param who - a user's entity ref, or the subject of a service
   * @param part - called when the backend shuts down
   * @returns what gives the place back
   * @throws TooManyStreamsError when `who` has as many as allowed
   * @throws ServiceUnavailableError when the backend shuts down
   */
  take(who: string, part: () => void): () => void {
    if (this.#closed) {
      throw new ServiceUnavailableError(
        'The backend is shutting down. Ask again in a moment.',
      );
    }
    const count = this.#open.get(who) ?? 0;
    if (count >= this.#maxPerPerson) {
      throw new TooManyStreamsError(
        `${who} already has ${count} live views of requests and logs open, which is the limit. Close some of them, or raise vmRequests.streams.maxPerPerson.`,
      );
    }
    this.#open.set(who, count + 1);
    const parting = () => part();
    this.#partings.add(parting);
    return () => {
      if (!this.#partings.delete(parting)) {
        return;
      }
      const left = this.#open.get(who)! - 1;
      if (left > 0) {
        this.#open.set(who, left);
      } else {
        this.#open.delete(who);
      }
    };
  }

  /** Ends all streams and refuses new ones. */
  close(): void {
    this.#closed = true;
    this.#partings.forEach(part => part());
  }
}
