// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('catalog_report', table => {
    table.comment('Which machines are in the catalog, as it reported last');
    table.integer('id').primary().comment('Always 1');
    table.text('report').notNullable().comment('JSON');
    table.string('reported_at', 24).notNullable().comment('ISO 8601, UTC');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('catalog_report');
};
