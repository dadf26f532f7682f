import { setTimeout as sleep } from 'node:timers/promises';
import { LoggerService } from '@backstage/backend-plugin-api';
import { ForwardedError } from '@backstage/errors';
import { workOnBatch } from '../batches/workOnBatch';
import { watchEndDate } from '../endDates/watchEndDate';
import { LedgerContext } from '../ledger/LedgerContext';
import { runEffect } from './runEffect';
import { workOn } from './workOn';

/**
 * How many jobs of a kind are under way at once. What waits for Atlantis, which may take as long as
 * Terraform does, is in nobody else's way.
 */
const mostAtOnce = { look: 16, atlantis: 16 } as const;

/** How long stopping waits for what has been told to end. */
const stopMs = 2_000;

/** A job that is due, by the name of what it is for. */
export interface DueJob {
  key: string;
  kind: keyof typeof mostAtOnce;
  run(): Promise<void>;
}

/** All that is due now. */
export async function listDueJobs(context: LedgerContext): Promise<DueJob[]> {
  const { store, batches, effects, clock } = context;
  const now = clock.now().toISOString();
  const requests = async (kind: DueJob['kind']): Promise<DueJob[]> => {
    const ids = await store.listDue({
      now,
      limit: 2 * mostAtOnce[kind],
      waitsForAtlantis: kind === 'atlantis',
    });
    return ids.map(id => ({ key: id, kind, run: () => workOn(context, id) }));
  };
  const dueEffects = await effects.listDue({
    now,
    limit: 2 * mostAtOnce.look,
  });
  const ending = await store.listEnding({ now, limit: mostAtOnce.look });
  const dueBatches = await batches.listDue({ now, limit: mostAtOnce.look });
  return [
    ...(await requests('look')),
    ...(await requests('atlantis')),
    ...ending.map(machine => ({
      key: `machine:${machine}`,
      kind: 'look' as const,
      run: () => watchEndDate(context, machine),
    })),
    ...dueBatches.map(batch => ({
      key: `batch:${batch}`,
      kind: 'look' as const,
      run: () => workOnBatch(context, batch),
    })),
    ...dueEffects.map(effect => ({
      key: effect.id,
      kind: 'look' as const,
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
  readonly #underway = new Map<
    string,
    { kind: DueJob['kind']; running: Promise<void> }
  >();
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

  /**
   * Stops looking; resolves when what is under way has ended. Whoever stops it tells the jobs to end
   * first; what does not end is left behind, for another replica or the next process to go on with.
   */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    const ended = new AbortController();
    await Promise.race([
      this.#ended(),
      sleep(stopMs, undefined, { signal: ended.signal }).catch(() => undefined),
    ]);
    ended.abort();
    if (this.#underway.size > 0) {
      this.#logger.warn(
        `Recovery leaves behind what did not end within ${stopMs} ms: ${[
          ...this.#underway.keys(),
        ].join(', ')}`,
      );
    }
  }

  async #ended(): Promise<void> {
    await this.#looking;
    await Promise.all([...this.#underway.values()].map(job => job.running));
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
    const { key, kind } = job;
    const alike = [...this.#underway.values()].filter(
      other => other.kind === kind,
    );
    if (this.#underway.has(key) || alike.length >= mostAtOnce[kind]) {
      return;
    }
    const running = job
      .run()
      .then(() => this.wake())
      .catch(error =>
        this.#logger[this.#stopped ? 'debug' : 'error'](
          `Recovery could not work on ${key}`,
          new ForwardedError('Recovery failed', error),
        ),
      )
      .finally(() => this.#underway.delete(key));
    this.#underway.set(key, { kind, running });
  }
}
