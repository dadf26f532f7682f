// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('capacity_objects', table => {
    table.comment('The clusters and datastores that have a history');
    table.string('source').notNullable();
    table.string('kind').notNullable().comment('cluster or datastore');
    table.string('id').notNullable().comment('Within the source');
    table.string('name').notNullable().comment('As it was last');
    table.string('datacenter').nullable().comment('Its id within the source');
    table.primary(['source', 'kind', 'id']);
  });
  await knex.schema.createTable('capacity_days', table => {
    table.comment('What they had room for, as it was seen last on each day');
    table.string('source').notNullable();
    table.string('kind').notNullable();
    table.string('id').notNullable();
    table.string('resource').notNullable().comment('cpu, memory or storage');
    table.string('day', 10).notNullable().comment('UTC, e.g. 2026-11-21');
    table.bigInteger('total').notNullable();
    table.bigInteger('allowed').notNullable();
    table.bigInteger('used').notNullable();
    table.bigInteger('reserved').notNullable();
    table.bigInteger('free').notNullable();
    table.string('origin').nullable().comment('Who says so, if not measured');
    table.primary(['source', 'kind', 'id', 'resource', 'day']);
    table.index('day');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('capacity_days');
  await knex.schema.dropTable('capacity_objects');
};
