import { LoggerService } from '@backstage/backend-plugin-api';
import { ForwardedError } from '@backstage/errors';
import { LedgerContext } from '../ledger/LedgerContext';
import { runEffect } from './runEffect';
import { workOn } from './workOn';

const mostAtOnce = 16;

/** A job that is due, by the name of what it is for. */
export interface DueJob {
  key: string;
  run(): Promise<void>;
}

/** All that is due now. */
export async function listDueJobs(context: LedgerContext): Promise<DueJob[]> {
  const { store, effects, clock } = context;
  const due = { now: clock.now().toISOString(), limit: 2 * mostAtOnce };
  const requests = await store.listDue(due);
  const dueEffects = await effects.listDue(due);
  return [
    ...requests.map(id => ({ key: id, run: () => workOn(context, id) })),
    ...dueEffects.map(effect => ({
      key: effect.id,
      run: () => runEffect(context, effect),
    })),
  ];
}

/**
 * Looks again and again for what is due, and at once when told to. A job that takes long does not
 * hold up the others. Several replicas may run a loop each: a request is worked on by one at a time.
 */
export class RecoveryLoop {
  #listDue: (() => Promise<DueJob[]>) | undefined;
  readonly #everyMs: number;
  readonly #logger: LoggerService;
  readonly #underway = new Map<string, Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #again = false;
  #stopped = false;

  /** @param options - `everyMs` is the longest pause between two looks */
  constructor(options: { everyMs: number; logger: LoggerService }) {
    this.#everyMs = options.everyMs;
    this.#logger = options.logger;
  }

  /** Begins to look. */
  start(listDue: () => Promise<DueJob[]>): void {
    this.#listDue = listDue;
    this.wake();
  }

  /** Looks at once, or once more when it is looking now. */
  wake(): void {
    if (this.#stopped || !this.#listDue) {
      return;
    }
    this.#again = true;
    clearTimeout(this.#timer);
    this.#looking ??= this.#look(this.#listDue);
  }

  /** Stops looking; resolves when what is under way has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#looking;
    await Promise.all(this.#underway.values());
  }

  async #look(listDue: () => Promise<DueJob[]>): Promise<void> {
    while (this.#again && !this.#stopped) {
      this.#again = false;
      try {
        for (const job of await listDue()) {
          this.#begin(job);
        }
      } catch (error) {
        this.#logger.error(
          'Recovery could not look for what is due',
          new ForwardedError('Recovery failed', error),
        );
      }
    }
    this.#looking = undefined;
    if (!this.#stopped) {
      this.#timer = setTimeout(() => this.wake(), this.#everyMs);
      this.#timer.unref();
    }
  }

  #begin(job: DueJob): void {
    if (this.#underway.has(job.key) || this.#underway.size >= mostAtOnce) {
      return;
    }
    const running = job
      .run()
      .then(() => this.wake())
      .catch(error =>
        this.#logger.error(
          `Recovery could not work on ${job.key}`,
          new ForwardedError('Recovery failed', error),
        ),
      )
      .finally(() => this.#underway.delete(job.key));
    this.#underway.set(job.key, running);
  }
}
