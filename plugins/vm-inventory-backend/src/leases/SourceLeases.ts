import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { Knex } from 'knex';
import { Clock } from '../clock';
import { leaseLost, RefreshRequest, SourceLease } from './SourceLease';

interface LeaseRow {
  name: string;
  source: string;
  holder: string | null;
  fencing: number;
  beat: number;
  refreshes: number;
  accept_loss: boolean | number;
  beat_at: Date;
}

const TABLE = 'source_leases';
const FORGOTTEN_AFTER_MS = 24 * 60 * 60 * 1000;

const FENCING_BEGINS = Date.parse('2026-01-01T00:00:00Z');

/**
 * Seconds since Backlot's first year, so that numbers grow on when a database is made anew while
 * Redis remembers the old ones. Takeovers are more than a second apart.
 */
function firstFencing(now: number): number {
  return Math.max(0, Math.floor((now - FENCING_BEGINS) / 1000));
}

/**
 * Leases in the database. A holder beats; who waits takes over after it has itself seen no beat
 * for `ttlMs`, so that the clocks of replicas need not agree.
 *
 * @internal
 */
export class SourceLeases {
  readonly #db: Knex;
  readonly #replica: string;
  readonly #clock: Clock;
  readonly #logger: LoggerService;
  readonly #beatMs: number;
  readonly #lookMs: number;
  readonly #ttlMs: number;

  constructor(options: {
    db: Knex;
    /** Differs between all replicas, and between all runs of one. */
    replica: string;
    clock: Clock;
    logger: LoggerService;
    beatMs?: number;
    /** How often who waits looks for a beat. */
    lookMs?: number;
    ttlMs?: number;
  }) {
    this.#db = options.db;
    this.#replica = options.replica;
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#beatMs = options.beatMs ?? 2_000;
    this.#lookMs = options.lookMs ?? 1_000;
    this.#ttlMs = options.ttlMs ?? 8_000;
  }

  /**
   * Waits until the lease is this replica's.
   *
   * @param scope - whether one replica of all collects the source, or each for itself
   */
  async acquire(
    source: string,
    scope: 'replica' | 'shared',
    options: {
      signal: AbortSignal;
      onRefresh(request: RefreshRequest): void;
    },
  ): Promise<SourceLease> {
    const name = scope === 'shared' ? source : `${source}@${this.#replica}`;
    await this.#db<LeaseRow>(TABLE)
      .insert({
        name,
        source,
        holder: null,
        fencing: firstFencing(this.#clock.now()),
        beat: 0,
        refreshes: 0,
        accept_loss: false,
        beat_at: new Date(this.#clock.now()),
      })
      .onConflict('name')
      .ignore();
    await this.#forget();

    let seen: { fencing: number; beat: number; at: number } | undefined;
    for (;;) {
      options.signal.throwIfAborted();
      const row = await this.#row(name);
      const now = this.#clock.now();
      if (row.fencing !== seen?.fencing || row.beat !== seen.beat) {
        seen = { fencing: row.fencing, beat: row.beat, at: now };
      }
      if (row.holder === null || now - seen.at >= this.#ttlMs) {
        const taken = await this.#db<LeaseRow>(TABLE)
          .where({ name, fencing: row.fencing, beat: row.beat })
          .update({
            holder: this.#replica,
            fencing: row.fencing + 1,
            beat: row.beat + 1,
            beat_at: new Date(now),
          });
        if (taken === 1) {
          return this.#hold(name, row.fencing + 1, row.refreshes, options);
        }
      }
      await this.#clock.sleep(this.#lookMs, { signal: options.signal });
    }
  }

  /** Asks whoever collects the source, here or elsewhere, for a fresh load. */
  async requestRefresh(source: string, request: RefreshRequest): Promise<void> {
    await this.#db<LeaseRow>(TABLE)
      .where({ source })
      .update({ accept_loss: request.acceptLoss })
      .increment('refreshes', 1);
  }

  #hold(
    name: string,
    fencing: number,
    refreshes: number,
    { onRefresh }: { onRefresh(request: RefreshRequest): void },
  ): SourceLease {
    const lost = new AbortController();
    const released = new AbortController();
    const mine = { name, fencing, holder: this.#replica };
    let refreshesSeen = refreshes;
    let lastBeat = this.#clock.now();

    const beat = async () => {
      const now = this.#clock.now();
      const held = await this.#db<LeaseRow>(TABLE)
        .where(mine)
        .update({ beat_at: new Date(now) })
        .increment('beat', 1);
      if (held === 0) {
        lost.abort(leaseLost(name, 'another replica has taken it'));
        return;
      }
      lastBeat = now;
      const row = await this.#row(name);
      if (row.refreshes !== refreshesSeen) {
        refreshesSeen = row.refreshes;
        onRefresh({ acceptLoss: Boolean(row.accept_loss) });
      }
    };
    const ended = AbortSignal.any([lost.signal, released.signal]);
    const beating = async () => {
      while (!ended.aborted) {
        try {
          await this.#clock.sleep(this.#beatMs, { signal: ended });
          await beat();
        } catch (error) {
          if (!ended.aborted) {
            this.#logger.warn(
              `Could not renew the lease of source '${name}'`,
              toError(error),
            );
            if (this.#clock.now() - lastBeat >= this.#ttlMs) {
              lost.abort(
                leaseLost(name, 'the database could not be reached in time'),
              );
            }
          }
        }
      }
    };
    const beats = beating();

    return {
      fencing,
      signal: lost.signal,
      beat,
      release: async () => {
        released.abort();
        await beats;
        await this.#db<LeaseRow>(TABLE).where(mine).update({ holder: null });
      },
    };
  }

  async #row(name: string): Promise<LeaseRow> {
    const row = await this.#db<LeaseRow>(TABLE).where({ name }).first();
    if (!row) {
      throw leaseLost(name, 'its row is gone from the database');
    }
    return row;
  }

  /** Removes the leases of replicas that are long gone. */
  async #forget(): Promise<void> {
    await this.#db<LeaseRow>(TABLE)
      .where('beat_at', '<', new Date(this.#clock.now() - FORGOTTEN_AFTER_MS))
      .delete();
  }
}
