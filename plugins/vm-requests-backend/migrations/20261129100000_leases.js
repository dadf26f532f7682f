// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('leases', table => {
    table.comment(
      'What one replica works on at a time, by the database’s clock',
    );
    table.string('name').primary().comment('The request or the effect');
    table.string('holder', 26).comment('A ULID; null when let go');
    table
      .integer('fencing')
      .notNullable()
      .comment('Grows each time the lease is taken; writes check it');
    table
      .bigInteger('expires_at')
      .notNullable()
      .comment('Milliseconds since 1970');
  });
  // Not by alterTable: with that SQLite makes the table anew, and others refer to it.
  await knex.raw('ALTER TABLE requests DROP COLUMN work_token');
  await knex.raw('ALTER TABLE requests DROP COLUMN work_until');
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('requests', table => {
    table.string('work_token', 26).comment('Who works on it now');
    table.string('work_until', 24).comment('When that ends by itself');
  });
  await knex.schema.dropTable('leases');
};
