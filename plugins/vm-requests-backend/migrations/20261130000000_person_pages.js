// @ts-check

/**
 * Pages of what somebody asked for or owns, narrowed to a state.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('requests', table => {
    table.index(
      ['requested_by', 'state', 'id'],
      'requests_requester_state_page_idx',
    );
    table.index(['owner', 'state', 'id'], 'requests_owner_state_page_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('requests', table => {
    table.dropIndex([], 'requests_owner_state_page_idx');
    table.dropIndex([], 'requests_requester_state_page_idx');
  });
};
