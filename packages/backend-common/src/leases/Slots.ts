import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { LoggerService } from '@backstage/backend-plugin-api';
import { ForwardedError, toError } from '@backstage/errors';
import { Knex } from 'knex';
import { addToNow, databaseNow } from './databaseNow';
import { Alive, keepAlive } from './keepAlive';

interface TicketRow {
  queue: string;
  ticket: number;
  rank: number;
  /** Null where a replica of an older release has written it, which knows the order of numbers alone. */
  held: boolean | null;
  /** Milliseconds since 1970 by the database's clock. */
  expires_at: number;
}

/** Who waits, or is at it. */
interface Ticket {
  ticket: number;
  rank: number;
  held: boolean | null;
}

function comesBefore(other: Ticket, own: Ticket): boolean {
  if (other.ticket === own.ticket) {
    return false;
  }
  if (other.held === null || other.rank === own.rank) {
    return Boolean(other.held) || other.ticket < own.ticket;
  }
  return other.held || other.rank < own.rank;
}

/** How many must end before a ticket's turn, of all; none of them when it is no longer there. */
function ahead(tickets: Ticket[], ticket: number): number {
  const own = tickets.find(other => other.ticket === ticket);
  return own ? tickets.filter(other => comesBefore(other, own)).length : 0;
}

/**
 * A place among the few that may do something at the same time.
 *
 * @public
 */
export interface Slot {
  /** Gives the place to the next. */
  release(): Promise<void>;
}

/**
 * How many may do something at the same time, and where that is kept.
 *
 * @public
 */
export interface SlotsOptions {
  db: Knex;
  logger: LoggerService;
  /** What the slots are of; one queue for all who give the same name. */
  queue: string;
  /** How many there are. */
  size: number;
  /** After which a place is given to the next when its holder shows no life; 30 seconds by default. */
  ttlMs?: number;
  /** How often who waits looks again; a quarter of a second by default. */
  lookMs?: number;
}

/**
 * A queue in the database: first come, first served among those of the same rank, a few at a time,
 * over all replicas and plugins that share the database. The tickets of those who died end by
 * themselves.
 *
 * It needs two tables: `slot_queues` with the columns `queue` (its primary key) and `last_ticket`
 * (integer), and `slot_tickets` with `queue` and `ticket` (together its primary key), `rank`
 * (integer), `held` (boolean, null by default) and `expires_at` (big integer).
 *
 * @public
 */
export class Slots {
  readonly #db: Knex;
  readonly #logger: LoggerService;
  readonly #queue: string;
  readonly #size: number;
  readonly #ttlMs: number;
  readonly #lookMs: number;
  /** Says within this process that a place is free. */
  readonly #freed = new EventEmitter().setMaxListeners(0);
  #look: Promise<Ticket[]> | undefined;
  #nextLook: Promise<Ticket[]> | undefined;
  #pause: Promise<void> | undefined;

  constructor(options: SlotsOptions) {
    this.#db = options.db;
    this.#logger = options.logger;
    this.#queue = options.queue;
    this.#size = options.size;
    this.#ttlMs = options.ttlMs ?? 30_000;
    this.#lookMs = options.lookMs ?? 250;
  }

  /**
   * Waits for its turn.
   *
   * @param options - `rank`: a lower one is served first, 0 by default; `onWait` is told how many must
   *   end before it begins, each time that changes
   */
  async take(options: {
    signal?: AbortSignal;
    rank?: number;
    onWait?: (before: number) => void;
  }): Promise<Slot> {
    const never = new AbortController().signal;
    const { signal = never, rank = 0, onWait } = options;
    let told: number | undefined;
    for (;;) {
      const { ticket, alive } = await this.#join(rank);
      try {
        for (;;) {
          signal.throwIfAborted();
          if (alive.signal.aborted) {
            // Shown no life for too long, and given to the next: to the end of the queue.
            break;
          }
          const before = ahead(await this.#looked(), ticket);
          if (before < this.#size) {
            if (await this.#hold(ticket)) {
              return { release: () => this.#leave(ticket, alive) };
            }
          } else if (before !== told) {
            told = before;
            onWait?.(before - this.#size + 1);
          }
          await this.#turn(signal);
        }
      } catch (error) {
        await this.#leave(ticket, alive);
        signal.throwIfAborted();
        throw error;
      }
      await this.#leave(ticket, alive);
    }
  }

  /** Draws the next number. The queue's row stays locked, so that no number appears after a later. */
  async #join(rank: number): Promise<{ ticket: number; alive: Alive }> {
    const db = this.#db;
    const queue = this.#queue;
    const since = performance.now();
    const ticket = await db.transaction(async trx => {
      await trx('slot_queues')
        .insert({ queue, last_ticket: 0 })
        .onConflict('queue')
        .ignore();
      const [{ last_ticket }] = await trx('slot_queues')
        .where({ queue })
        .increment('last_ticket', 1)
        .returning('last_ticket');
      await trx<TicketRow>('slot_tickets')
        .where({ queue })
        .where('expires_at', '<=', databaseNow(db))
        .delete();
      await trx('slot_tickets').insert({
        queue,
        ticket: last_ticket,
        rank,
        held: false,
        expires_at: addToNow(db, this.#ttlMs),
      });
      return Number(last_ticket);
    });
    const alive = keepAlive({
      what: `place ${ticket} in the queue '${queue}'`,
      ttlMs: this.#ttlMs,
      renewMs: this.#ttlMs / 3,
      since,
      renew: async () =>
        (await db<TicketRow>('slot_tickets')
          .where({ queue, ticket })
          .where('expires_at', '>', databaseNow(db))
          .update({ expires_at: addToNow(db, this.#ttlMs) })) === 1,
      logger: this.#logger,
    });
    return { ticket, alive };
  }

  /**
   * Takes a place that seemed free. The queue's row is locked, as one of a better rank may have come
   * in between.
   */
  async #hold(ticket: number): Promise<boolean> {
    const queue = this.#queue;
    return this.#db.transaction(async trx => {
      await trx('slot_queues').where({ queue }).increment('last_ticket', 0);
      if (ahead(await this.#tickets(trx), ticket) >= this.#size) {
        return false;
      }
      const held = await trx<TicketRow>('slot_tickets')
        .where({ queue, ticket })
        .where('expires_at', '>', databaseNow(this.#db))
        .update({ held: true });
      return held === 1;
    });
  }

  /**
   * A look at the queue for all of this process who wait. It begins after it is asked for: an earlier
   * one may not have seen all tickets before the one that asks.
   */
  #looked(): Promise<Ticket[]> {
    this.#nextLook ??= (async () => {
      await this.#look?.catch(() => undefined);
      this.#nextLook = undefined;
      this.#look = this.#tickets(this.#db);
      return this.#look;
    })();
    return this.#nextLook;
  }

  async #tickets(db: Knex): Promise<Ticket[]> {
    const rows = await db<TicketRow>('slot_tickets')
      .where({ queue: this.#queue })
      .where('expires_at', '>', databaseNow(this.#db))
      .select('ticket', 'rank', 'held');
    return rows.map(({ ticket, rank, held }) => ({
      ticket: Number(ticket),
      rank: Number(rank),
      // SQLite has no booleans.
      held: held === null ? null : Boolean(held),
    }));
  }

  /** Waits until it is worth looking again, together with all others who wait. */
  async #turn(signal: AbortSignal): Promise<void> {
    this.#pause ??= this.#untilFreed().finally(() => {
      this.#pause = undefined;
    });
    const given = new AbortController();
    try {
      await Promise.race([
        this.#pause,
        once(signal, 'abort', { signal: given.signal }),
      ]);
    } finally {
      given.abort();
    }
  }

  async #untilFreed(): Promise<void> {
    const woken = new AbortController();
    const { signal } = woken;
    const jitter = 0.75 + Math.random() / 2;
    try {
      await Promise.race([
        once(this.#freed, 'freed', { signal }),
        sleep(this.#lookMs * jitter, undefined, { signal }),
      ]);
    } finally {
      woken.abort();
    }
  }

  async #leave(ticket: number, alive: Alive): Promise<void> {
    await alive.stop();
    try {
      await this.#db<TicketRow>('slot_tickets')
        .where({ queue: this.#queue, ticket })
        .delete();
    } catch (error) {
      this.#logger.warn(
        `Place ${ticket} in the queue '${this.#queue}' ends by itself in ${
          this.#ttlMs
        } ms`,
        new ForwardedError('It could not be given back', toError(error)),
      );
    }
    this.#freed.emit('freed');
  }
}
