import { Reservation } from '@backlot/plugin-vm-inventory-common';
import { Knex } from 'knex';
import { Clock } from '../clock';

interface ReservationRow {
  id: string;
  source: string;
  cluster: string;
  datastore: string;
  cpus: number;
  memory_mib: number;
  disk_bytes: number | string;
  expires_at: Date | number | string;
  created_by: string;
}

const TABLE = 'reservations';
const LOCKS = 'placement_locks';

/**
 * Reservations in the database.
 *
 * @internal
 */
export class ReservationStore {
  readonly #db: Knex;
  readonly #clock: Clock;

  constructor(options: { db: Knex; clock: Clock }) {
    this.#db = options.db;
    this.#clock = options.clock;
  }

  /** Those that have not ended, by id. */
  async list(query: { source?: string } = {}): Promise<Reservation[]> {
    return this.#list(this.#db, query);
  }

  async get(id: string): Promise<Reservation | undefined> {
    const row = await this.#db<ReservationRow>(TABLE)
      .where({ id })
      .andWhere('expires_at', '>', this.#now())
      .first();
    return row && toReservation(row);
  }

  /** Ends a reservation; nothing happens when there is none. */
  async end(id: string): Promise<void> {
    await this.#db<ReservationRow>(TABLE).where({ id }).delete();
  }

  /**
   * Chooses and keeps in one step: while it is under way, nothing else is kept in the same source,
   * on any replica.
   *
   * @param choose - is given what is kept for others and what is kept by this id so far; when it
   * throws, all stays as it was
   */
  async keep<T>(
    options: { id: string; source: string; createdBy: string },
    choose: (
      others: Reservation[],
      own: Reservation | undefined,
    ) => { reservation: Omit<Reservation, 'id' | 'source'>; chosen: T },
  ): Promise<{ reservation: Reservation; chosen: T }> {
    const { id, source, createdBy } = options;
    return this.#db.transaction(async transaction => {
      await transaction(LOCKS).insert({ source }).onConflict().ignore();
      await transaction(LOCKS).where({ source }).forUpdate().select('source');
      await transaction<ReservationRow>(TABLE)
        .where('expires_at', '<=', this.#now())
        .delete();
      const kept = await this.#list(transaction, { source });
      const { reservation: place, chosen } = choose(
        kept.filter(each => each.id !== id),
        kept.find(each => each.id === id),
      );
      const reservation = { ...place, id, source };
      await transaction<ReservationRow>(TABLE)
        .insert({
          id,
          source,
          cluster: reservation.cluster,
          datastore: reservation.datastore,
          cpus: reservation.cpus,
          memory_mib: reservation.memoryMib,
          disk_bytes: reservation.diskBytes,
          expires_at: new Date(reservation.expiresAt),
          created_by: createdBy,
        })
        .onConflict('id')
        .merge();
      return { reservation, chosen };
    });
  }

  async #list(
    db: Knex,
    { source }: { source?: string },
  ): Promise<Reservation[]> {
    const rows = await db<ReservationRow>(TABLE)
      .where('expires_at', '>', this.#now())
      .modify(query => {
        if (source !== undefined) {
          query.andWhere({ source });
        }
      })
      .orderBy('id');
    return rows.map(toReservation);
  }

  #now(): Date {
    return new Date(this.#clock.now());
  }
}

function toReservation(row: ReservationRow): Reservation {
  return {
    id: row.id,
    source: row.source,
    cluster: row.cluster,
    datastore: row.datastore,
    cpus: row.cpus,
    memoryMib: row.memory_mib,
    // PostgreSQL answers big integers as text.
    diskBytes: Number(row.disk_bytes),
    expiresAt: new Date(row.expires_at).toISOString(),
  };
}
