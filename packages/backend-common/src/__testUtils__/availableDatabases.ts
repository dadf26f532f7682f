import { TestDatabases } from '@backstage/backend-test-utils';
import createKnex, { Knex } from 'knex';

/** The databases to test with: PostgreSQL where a server is given. */
export function availableDatabases(): TestDatabases {
  return TestDatabases.create({
    ids: [
      'SQLITE_3',
      ...(process.env.BACKSTAGE_TEST_DATABASE_POSTGRES17_CONNECTION_STRING
        ? (['POSTGRES_17'] as const)
        : []),
    ],
  });
}

/** The tables that leases and slots need. */
export async function createTables(db: Knex): Promise<void> {
  await db.schema.createTable('leases', table => {
    table.string('name').primary();
    table.string('holder', 26);
    table.integer('fencing').notNullable();
    table.bigInteger('expires_at').notNullable();
  });
  await db.schema.createTable('slot_queues', table => {
    table.string('queue').primary();
    table.integer('last_ticket').notNullable();
  });
  await db.schema.createTable('slot_tickets', table => {
    table.string('queue').notNullable();
    table.integer('ticket').notNullable();
    table.integer('rank').notNullable().defaultTo(0);
    table.boolean('held');
    table.bigInteger('expires_at').notNullable();
    table.primary(['queue', 'ticket']);
  });
  await db.schema.createTable('written', table => {
    table.integer('by').notNullable();
  });
}

/** Another replica's connection, where several can have one: SQLite in memory is one process' own. */
export function anotherConnection(db: Knex): Knex {
  return db.client.config.client === 'pg' ? createKnex(db.client.config) : db;
}
