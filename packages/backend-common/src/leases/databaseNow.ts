import { NotImplementedError } from '@backstage/errors';
import { Knex } from 'knex';

function expressionFor(db: Knex): string {
  const { dialect } = db.client;
  switch (dialect) {
    case 'postgresql':
      // Not now(), which stands still for as long as a transaction lasts.
      return 'CAST(extract(epoch from clock_timestamp()) * 1000 AS bigint)';
    case 'sqlite3':
      return "CAST(ROUND((julianday('now') - 2440587.5) * 86400000) AS INTEGER)";
    default:
      throw new NotImplementedError(
        `Leases need PostgreSQL or SQLite, not '${dialect}'.`,
      );
  }
}

/**
 * The time of the database, as an expression for its queries: milliseconds since 1970.
 *
 * @public
 */
export function databaseNow(db: Knex): Knex.Raw {
  return db.raw(expressionFor(db));
}

/**
 * A time that is `ms` after the time of the database, as an expression for its queries.
 *
 * @public
 */
export function addToNow(db: Knex, ms: number): Knex.Raw {
  return db.raw(`${expressionFor(db)} + ?`, [ms]);
}
