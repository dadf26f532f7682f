// @ts-check

const BATCH = 500;

/**
 * Who may decide on which request, while it waits for that.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('request_deciders', table => {
    table.comment(
      'Those who may decide on a request, changed with each of them',
    );
    table.string('decider').notNullable().comment('Entity ref');
    table
      .string('request_id', 26)
      .notNullable()
      .references('requests.id')
      .onDelete('CASCADE');
    table.primary(['decider', 'request_id']);
    table.index(['request_id'], 'request_deciders_request_idx');
  });
  const waiting = await knex('requests')
    .whereIn('state', ['planned', 'changes-requested'])
    .select('id', 'approvers');
  const rows = waiting.flatMap(({ id, approvers }) =>
    [...new Set(JSON.parse(approvers))].map(decider => ({
      decider,
      request_id: id,
    })),
  );
  if (rows.length > 0) {
    await knex.batchInsert('request_deciders', rows, BATCH);
  }
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('request_deciders');
};
