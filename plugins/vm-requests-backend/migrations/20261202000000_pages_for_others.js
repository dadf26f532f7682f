// @ts-check

/**
 * Pages of what was made for somebody, narrowed to a state.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('requests', table => {
    table.index(
      ['requested_for', 'state', 'id'],
      'requests_requested_for_state_page_idx',
    );
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('requests', table => {
    table.dropIndex([], 'requests_requested_for_state_page_idx');
  });
};
