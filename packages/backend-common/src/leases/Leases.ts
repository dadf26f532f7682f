import { setTimeout as sleep } from 'node:timers/promises';
import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { ulid } from 'ulid';
import { addToNow, databaseNow } from './databaseNow';
import { keepAlive } from './keepAlive';
import { Lease } from './Lease';

interface LeaseRow {
  name: string;
  holder: string | null;
  fencing: number;
  /** Milliseconds since 1970 by the database's clock. */
  expires_at: number;
}

const FORGOTTEN_AFTER_MS = 24 * 60 * 60 * 1000;
const FORGET_EVERY_MS = 60 * 60 * 1000;
const FENCING_BEGINS_MS = Date.parse('2026-01-01T00:00:00Z');

/**
 * How long leases last, and where they are kept.
 *
 * @public
 */
export interface LeasesOptions {
  db: Knex;
  logger: LoggerService;
  /** `leases` by default. */
  table?: string;
  /** After which a lease ends that is not renewed; 30 seconds by default. */
  ttlMs?: number;
  /** How often a lease is renewed; a third of the former by default. */
  renewMs?: number;
  /** How often who waits looks again; a second by default. */
  lookMs?: number;
}

/**
 * Leases in the database, by the database's clock: those of replicas need not agree.
 *
 * The table has the columns `name` (its primary key), `holder` (nullable text of 26), `fencing`
 * (integer) and `expires_at` (big integer), none of which are null but the holder.
 *
 * @public
 */
export class Leases {
  readonly #db: Knex;
  readonly #logger: LoggerService;
  readonly #table: string;
  readonly #ttlMs: number;
  readonly #renewMs: number;
  readonly #lookMs: number;
  #forgotAt = -Infinity;

  constructor(options: LeasesOptions) {
    this.#db = options.db;
    this.#logger = options.logger;
    this.#table = options.table ?? 'leases';
    this.#ttlMs = options.ttlMs ?? 30_000;
    this.#renewMs = options.renewMs ?? this.#ttlMs / 3;
    this.#lookMs = options.lookMs ?? 1_000;
  }

  /**
   * Takes a lease if nobody holds it now.
   *
   * @returns undefined while another holds it
   */
  async tryAcquire(name: string): Promise<Lease | undefined> {
    await this.#forget();
    const holder = ulid();
    const since = performance.now();
    const fencing =
      (await this.#take(name, holder)) ??
      ((await this.#add(name)) ? await this.#take(name, holder) : undefined);
    return fencing === undefined
      ? undefined
      : this.#hold({ name, holder, fencing }, since);
  }

  /** Waits until the lease is the caller's, or the signal aborts. */
  async acquire(
    name: string,
    options: { signal: AbortSignal },
  ): Promise<Lease> {
    const { signal } = options;
    for (;;) {
      signal.throwIfAborted();
      const lease = await this.tryAcquire(name);
      if (lease) {
        return lease;
      }
      await sleep(this.#lookMs, undefined, { signal });
    }
  }

  /** Narrows a query to rows for which nobody holds the lease that an expression names. */
  whereFree(builder: Knex.QueryBuilder, name: Knex.Raw): void {
    const db = this.#db;
    builder.whereNotExists(
      db(this.#table)
        .select(db.raw('1'))
        .where(`${this.#table}.name`, name)
        .whereNotNull('holder')
        .where('expires_at', '>', databaseNow(db)),
    );
  }

  async #take(name: string, holder: string): Promise<number | undefined> {
    const db = this.#db;
    const [taken] = await db<LeaseRow>(this.#table)
      .where({ name })
      .where(builder =>
        builder
          .whereNull('holder')
          .orWhere('expires_at', '<=', databaseNow(db)),
      )
      .update(
        {
          holder,
          fencing: db.raw('fencing + 1'),
          expires_at: addToNow(db, this.#ttlMs),
        },
        ['fencing'],
      );
    return taken?.fencing;
  }

  /**
   * Adds a lease that nobody holds. Numbers begin with the seconds since Backlot's first year: they
   * grow on when a database is made anew while others remember the old ones.
   */
  async #add(name: string): Promise<boolean> {
    const db = this.#db;
    const added = await db(this.#table)
      .insert({
        name,
        fencing: db.raw('CAST((? - ?) / 1000 AS integer)', [
          databaseNow(db),
          FENCING_BEGINS_MS,
        ]),
        expires_at: 0,
      })
      .onConflict('name')
      .ignore()
      .returning('name');
    return added.length > 0;
  }

  #hold(
    mine: { name: string; holder: string; fencing: number },
    since: number,
  ): Lease {
    const db = this.#db;
    const rows = () => db<LeaseRow>(this.#table).where(mine);
    const alive = keepAlive({
      what: `lease '${mine.name}'`,
      ttlMs: this.#ttlMs,
      renewMs: this.#renewMs,
      since,
      renew: async () =>
        (await rows().update({ expires_at: addToNow(db, this.#ttlMs) })) === 1,
      logger: this.#logger,
    });
    return {
      name: mine.name,
      fencing: mine.fencing,
      signal: alive.signal,
      beat: alive.beat,
      release: async () => {
        await alive.stop();
        await rows().update({ holder: null });
      },
    };
  }

  /** Removes leases that nobody has held for long. */
  async #forget(): Promise<void> {
    if (performance.now() - this.#forgotAt > FORGET_EVERY_MS) {
      this.#forgotAt = performance.now();
      await this.#db<LeaseRow>(this.#table)
        .where('expires_at', '<', addToNow(this.#db, -FORGOTTEN_AFTER_MS))
        .where('expires_at', '>', 0)
        .delete();
    }
  }
}
