// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('leases', table => {
    table.comment('What one replica does at a time, by the database’s clock');
    table
      .string('name')
      .primary()
      .comment('The source, with the replica where each collects for itself');
    table.string('holder', 26).comment('A ULID; null when let go');
    table
      .integer('fencing')
      .notNullable()
      .comment('Grows each time the lease is taken; writes carry it');
    table
      .bigInteger('expires_at')
      .notNullable()
      .comment('Milliseconds since 1970');
  });
  await knex.schema.createTable('refresh_requests', table => {
    table.comment('Fresh loads that somebody asked for');
    table.string('source').primary();
    table.integer('number').notNullable().comment('Grows each time');
    table
      .boolean('accept_loss')
      .notNullable()
      .comment('Whether the load asked for last may be far smaller');
  });
  // Fencing numbers grow on: Redis remembers them.
  await knex(
    knex.raw('?? (??, ??, ??)', ['leases', 'name', 'fencing', 'expires_at']),
  ).insert(
    knex('source_leases')
      .select('name', 'fencing', knex.raw('0'))
      .whereRaw('name = source'),
  );
  await knex.schema.dropTable('source_leases');
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.createTable('source_leases', table => {
    table.string('name').primary();
    table.string('source').notNullable().index();
    table.string('holder').nullable();
    table.integer('fencing').notNullable();
    table.integer('beat').notNullable();
    table.integer('refreshes').notNullable();
    table.boolean('accept_loss').notNullable();
    table.dateTime('beat_at').notNullable();
  });
  await knex.schema.dropTable('refresh_requests');
  await knex.schema.dropTable('leases');
};
