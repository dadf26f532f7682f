import { LoggerService } from '@backstage/backend-plugin-api';
import { ForwardedError } from '@backstage/errors';
import { LedgerContext } from '../ledger/LedgerContext';
import { runEffect } from './runEffect';
import { workOn } from './workOn';

const mostAtOnce = 8;
const batch = 32;

/** Runs a job for each item, some at a time. */
async function forEach<T>(
  items: T[],
  job: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  await Promise.all(
    Array.from({ length: mostAtOnce }, async () => {
      for (let item = waiting.shift(); item; item = waiting.shift()) {
        await job(item);
      }
    }),
  );
}

/** Does all that is due now, once. Answers how much that was. */
export async function recoverOnce(context: LedgerContext): Promise<number> {
  const { store, clock } = context;
  const due = { now: clock.now().toISOString(), limit: batch };
  const requests = await store.listDue(due);
  const effects = await store.listDueEffects(due);
  await forEach(requests, id => workOn(context, id));
  await forEach(effects, effect => runEffect(context, effect));
  return requests.length + effects.length;
}

/**
 * Looks again and again for what is due, and at once when told to. Several replicas may run one
 * each: a request is worked on by one at a time.
 */
export class RecoveryLoop {
  readonly #work: () => Promise<number>;
  readonly #everyMs: number;
  readonly #logger: LoggerService;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = false;

  /**
   * @param options - `work` answers how much it did, `everyMs` is the longest pause
   */
  constructor(options: {
    work: () => Promise<number>;
    everyMs: number;
    logger: LoggerService;
  }) {
    this.#work = options.work;
    this.#everyMs = options.everyMs;
    this.#logger = options.logger;
  }

  start(): void {
    this.wake();
  }

  /** Looks at once, or once more when it is looking now. */
  wake(): void {
    if (this.#stopped) {
      return;
    }
    this.#again = true;
    clearTimeout(this.#timer);
    this.#running ??= this.#run();
  }

  /** Stops looking; resolves when what is under way has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#again && !this.#stopped) {
      this.#again = false;
      try {
        if ((await this.#work()) > 0) {
          this.#again = true;
        }
      } catch (error) {
        this.#logger.error(
          'Recovery could not look for what is due',
          new ForwardedError('Recovery failed', error),
        );
      }
    }
    this.#running = undefined;
    if (!this.#stopped) {
      this.#timer = setTimeout(() => this.wake(), this.#everyMs);
      this.#timer.unref();
    }
  }
}
