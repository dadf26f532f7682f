import {
  isError,
  NotImplementedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { InventoryProvider } from '@backlot/plugin-vm-inventory-node';
import { LRUCache } from 'lru-cache';
import { withCause } from '@backlot/backend-common';
import { Clock } from '../clock';

const KEPT_MS = 5_000;
const PATIENCE_MS = 60_000;
const MOST = 1_000;

interface Asked {
  source: string;
  id: string;
}

/**
 * What the sources answer of single objects. However many look at one, its source is asked once at a
 * time, and once in five seconds.
 *
 * @internal
 */
export class SourceAnswers<A extends Asked, T extends object> {
  readonly #answers: LRUCache<string, T, { asked: A }>;

  constructor(options: {
    providers: readonly InventoryProvider[];
    clock: Clock;
    /** Milliseconds after which a source is not waited for any more. */
    patienceMs?: number;
    /** Undefined where the provider cannot be asked. */
    ask: (
      provider: InventoryProvider,
      asked: A,
      options: { signal: AbortSignal },
    ) => Promise<T> | undefined;
    /** What is missing where it cannot, e.g. `shows no dates`. */
    without: string;
    /** What was asked for, e.g. `what it has of the machine 'vm-1'`. */
    wordsFor: (asked: A) => string;
  }) {
    const { ask, without, wordsFor, patienceMs = PATIENCE_MS } = options;
    const providers = new Map(
      options.providers.map(provider => [provider.source, provider]),
    );
    this.#answers = new LRUCache({
      max: MOST,
      ttl: KEPT_MS,
      ttlResolution: 0,
      perf: options.clock,
      // Who waits for an answer gets it, though it is not kept.
      ignoreFetchAbort: true,
      fetchMethod: async (_key, _stale, { context: { asked } }) => {
        const provider = providers.get(asked.source);
        const signal = AbortSignal.timeout(patienceMs);
        const answer = provider && ask(provider, asked, { signal });
        if (!answer) {
          throw new NotImplementedError(
            `Source '${asked.source}' ${without}: its provider cannot read them.`,
          );
        }
        try {
          return await answer;
        } catch (error) {
          if (
            signal.aborted &&
            isError(error) &&
            error.name === 'TimeoutError'
          ) {
            throw withCause(
              new ServiceUnavailableError(
                `Source '${asked.source}' did not answer ${wordsFor(
                  asked,
                )} within ${patienceMs / 1000} s. Try again in a moment.`,
              ),
              error,
            );
          }
          throw error;
        }
      },
    });
  }

  /**
   * @param options - `fresh`: what was answered before is not good enough, because somebody acts on it
   * @throws NotImplementedError when the source cannot be asked so
   * @throws NotFoundError when it has no such object
   * @throws ServiceUnavailableError when it does not answer
   */
  get(asked: A, { fresh = false }: { fresh?: boolean } = {}): Promise<T> {
    const key = JSON.stringify([asked.source, asked.id]);
    if (fresh) {
      this.#answers.delete(key);
    }
    return this.#answers.forceFetch(key, { context: { asked } });
  }
}
