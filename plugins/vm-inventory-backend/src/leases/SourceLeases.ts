import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { Lease, Leases } from '@backlot/backend-common';
import { Knex } from 'knex';
import { Clock } from '../clock';
import { RefreshRequest, SourceLease } from './SourceLease';

interface RefreshRow {
  source: string;
  number: number;
  accept_loss: boolean | number;
}

/** Another replica collects a source at most so long after the last sign of life of one that died. */
const DEFAULT_TTL_MS = 8_000;

/**
 * Leases of sources, and the refreshes that are asked of whoever holds them.
 *
 * @internal
 */
export class SourceLeases {
  readonly #db: Knex;
  readonly #replica: string;
  readonly #clock: Clock;
  readonly #logger: LoggerService;
  readonly #leases: Leases;
  readonly #beatMs: number;

  constructor(options: {
    db: Knex;
    /** Differs between all replicas, and between all runs of one. */
    replica: string;
    clock: Clock;
    logger: LoggerService;
    ttlMs?: number;
  }) {
    const { db, logger, ttlMs = DEFAULT_TTL_MS } = options;
    this.#db = db;
    this.#replica = options.replica;
    this.#clock = options.clock;
    this.#logger = logger;
    this.#beatMs = ttlMs / 4;
    this.#leases = new Leases({
      db,
      logger,
      ttlMs,
      renewMs: this.#beatMs,
      lookMs: ttlMs / 8,
    });
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
    const lease = await this.#leases.acquire(name, options);
    try {
      return await this.#watchRefreshes(source, lease, options.onRefresh);
    } catch (error) {
      await lease.release();
      throw error;
    }
  }

  /** Asks whoever collects the source, here or elsewhere, for a fresh load. */
  async requestRefresh(source: string, request: RefreshRequest): Promise<void> {
    const row = { accept_loss: request.acceptLoss };
    await this.#db('refresh_requests')
      .insert({ source, number: 1, ...row })
      .onConflict('source')
      .merge({
        ...row,
        number: this.#db.raw('?? + 1', ['refresh_requests.number']),
      });
  }

  async #watchRefreshes(
    source: string,
    lease: Lease,
    onRefresh: (request: RefreshRequest) => void,
  ): Promise<SourceLease> {
    const released = new AbortController();
    const ended = AbortSignal.any([lease.signal, released.signal]);
    let seen = (await this.#lastRefresh(source))?.number;

    const look = async () => {
      const last = await this.#lastRefresh(source);
      if (last && last.number !== seen) {
        seen = last.number;
        onRefresh({ acceptLoss: Boolean(last.accept_loss) });
      }
    };
    const looking = async () => {
      while (!ended.aborted) {
        try {
          await this.#clock.sleep(this.#beatMs, { signal: ended });
          await look();
        } catch (error) {
          if (!ended.aborted) {
            this.#logger.warn(
              `Could not see whether a refresh of source '${source}' was asked for`,
              toError(error),
            );
          }
        }
      }
    };
    const looks = looking();

    return {
      fencing: lease.fencing,
      signal: lease.signal,
      beat: async () => {
        await lease.beat();
        await look();
      },
      release: async () => {
        released.abort();
        await looks;
        await lease.release();
      },
    };
  }

  async #lastRefresh(source: string): Promise<RefreshRow | undefined> {
    return this.#db<RefreshRow>('refresh_requests').where({ source }).first();
  }
}
