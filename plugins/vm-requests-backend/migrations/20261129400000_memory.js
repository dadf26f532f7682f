// @ts-check

/**
 * What an operation has to know afterwards of how the machine was, e.g. whether it was on.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('requests', table => {
    table.text('memory').comment('JSON: how the machine was before the apply');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('requests', table => {
    table.dropColumn('memory');
  });
};
