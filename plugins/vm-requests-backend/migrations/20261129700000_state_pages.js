// @ts-check

/**
 * Pages of a state, in the order of ids whatever the phase and the obstacle are.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('requests', table => {
    table.dropIndex([], 'requests_state_idx');
    table.index(['state', 'id'], 'requests_state_page_idx');
    table.index(
      ['environment', 'state', 'id'],
      'requests_environment_state_page_idx',
    );
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('requests', table => {
    table.dropIndex([], 'requests_environment_state_page_idx');
    table.dropIndex([], 'requests_state_page_idx');
    table.index(['state'], 'requests_state_idx');
  });
};
