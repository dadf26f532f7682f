import {
  isError,
  NotImplementedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { MachineDetails } from '@backlot/plugin-vm-inventory-common';
import { InventoryProvider } from '@backlot/plugin-vm-inventory-node';
import { LRUCache } from 'lru-cache';
import { Clock } from '../clock';

const KEPT_MS = 5_000;
const PATIENCE_MS = 60_000;
const MOST = 1_000;

/**
 * Asks the sources for the details of machines. However many look at a machine, it is asked for
 * once at a time, and once in five seconds.
 *
 * @internal
 */
export class MachineDetailsCache {
  readonly #providers: ReadonlyMap<string, InventoryProvider>;
  readonly #patienceMs: number;
  readonly #answers: LRUCache<
    string,
    MachineDetails,
    { source: string; id: string }
  >;

  constructor(options: {
    providers: readonly InventoryProvider[];
    clock: Clock;
    /** Milliseconds after which a source is not waited for any more. */
    patienceMs?: number;
  }) {
    this.#providers = new Map(
      options.providers.map(provider => [provider.source, provider]),
    );
    this.#patienceMs = options.patienceMs ?? PATIENCE_MS;
    this.#answers = new LRUCache({
      max: MOST,
      ttl: KEPT_MS,
      ttlResolution: 0,
      perf: options.clock,
      // Who waits for an answer gets it, though it is not kept.
      ignoreFetchAbort: true,
      fetchMethod: (_key, _stale, { context: { source, id } }) =>
        this.#ask(source, id),
    });
  }

  /**
   * @throws NotImplementedError when the source cannot be asked so
   * @throws NotFoundError when it has no such machine
   * @throws ServiceUnavailableError when it does not answer
   */
  get(source: string, id: string): Promise<MachineDetails> {
    return this.#answers.forceFetch(JSON.stringify([source, id]), {
      context: { source, id },
    });
  }

  async #ask(source: string, id: string): Promise<MachineDetails> {
    const provider = this.#providers.get(source);
    if (!provider?.machineDetails) {
      throw new NotImplementedError(
        `Source '${source}' shows no disks, network cards, guest tools and dates: its provider cannot ask for them.`,
      );
    }
    const signal = AbortSignal.timeout(this.#patienceMs);
    try {
      return await provider.machineDetails(id, { signal });
    } catch (error) {
      if (signal.aborted && isError(error) && error.name === 'TimeoutError') {
        throw new ServiceUnavailableError(
          `Source '${source}' did not answer what it has of the machine '${id}' within ${
            this.#patienceMs / 1000
          } s. Ask again in a moment.`,
          error,
        );
      }
      throw error;
    }
  }
}
