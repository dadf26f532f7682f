import {
  isError,
  NotImplementedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { MachineDetails } from '@backlot/plugin-vm-inventory-common';
import { InventoryProvider } from '@backlot/plugin-vm-inventory-node';
import { Clock } from '../clock';

const KEPT_MS = 5_000;
const PATIENCE_MS = 60_000;

interface Answer {
  details: Promise<MachineDetails>;
  /** Milliseconds since 1970; absent while it is waited for. */
  until?: number;
}

/**
 * Asks the sources for the details of machines. However many look at a machine, it is asked for
 * once at a time, and once in five seconds.
 *
 * @internal
 */
export class MachineDetailsCache {
  readonly #providers: ReadonlyMap<string, InventoryProvider>;
  readonly #clock: Clock;
  readonly #patienceMs: number;
  readonly #answers = new Map<string, Answer>();

  constructor(options: {
    providers: readonly InventoryProvider[];
    clock: Clock;
    /** Milliseconds after which a source is not waited for any more. */
    patienceMs?: number;
  }) {
    this.#providers = new Map(
      options.providers.map(provider => [provider.source, provider]),
    );
    this.#clock = options.clock;
    this.#patienceMs = options.patienceMs ?? PATIENCE_MS;
  }

  /**
   * @throws NotImplementedError when the source cannot be asked so
   * @throws NotFoundError when it has no such machine
   * @throws ServiceUnavailableError when it does not answer
   */
  get(source: string, id: string): Promise<MachineDetails> {
    this.#forgetOld();
    const key = JSON.stringify([source, id]);
    const known = this.#answers.get(key);
    if (known) {
      return known.details;
    }
    const details = this.#ask(source, id);
    const answer: Answer = { details };
    this.#answers.set(key, answer);
    details.then(
      () => {
        answer.until = this.#clock.now() + KEPT_MS;
      },
      () => {
        this.#answers.delete(key);
      },
    );
    return details;
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

  #forgetOld(): void {
    const now = this.#clock.now();
    for (const [key, { until }] of this.#answers) {
      if (until !== undefined && until <= now) {
        this.#answers.delete(key);
      }
    }
  }
}
