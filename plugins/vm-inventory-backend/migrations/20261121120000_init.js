// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('source_leases', table => {
    table.comment('Who collects which source of the inventory');
    table
      .string('name')
      .primary()
      .comment('The source, with the replica where each collects for itself');
    table.string('source').notNullable().index();
    table.string('holder').nullable().comment('The replica; null when let go');
    table
      .integer('fencing')
      .notNullable()
      .comment('Grows each time the lease is taken; writes carry it');
    table.integer('beat').notNullable().comment('Grows while the holder lives');
    table
      .integer('refreshes')
      .notNullable()
      .comment('Grows each time a fresh load is asked for');
    table
      .boolean('accept_loss')
      .notNullable()
      .comment('Whether the load asked for last may be far smaller');
    table.dateTime('beat_at').notNullable().comment('For cleaning up only');
  });
  await knex.schema.createTable('reservations', table => {
    table.comment('What is kept free for machines that do not exist yet');
    table.string('id').primary();
    table.string('source').notNullable().index();
    table.string('cluster').notNullable();
    table.string('datastore').notNullable();
    table.integer('cpus').notNullable();
    table.integer('memory_mib').notNullable();
    table.bigInteger('disk_bytes').notNullable();
    table.dateTime('expires_at').notNullable();
    table.string('created_by').notNullable().comment('Subject of the service');
  });
  await knex.schema.createTable('placement_locks', table => {
    table.comment('One row a source, locked while a place is chosen and kept');
    table.string('source').primary();
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('placement_locks');
  await knex.schema.dropTable('reservations');
  await knex.schema.dropTable('source_leases');
};
