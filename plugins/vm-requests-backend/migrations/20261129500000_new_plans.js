// @ts-check

/**
 * Requests of which something may exist, and the plan that was approved before a newer one.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('requests', table => {
    table
      .boolean('may_exist')
      .notNullable()
      .defaultTo(false)
      .comment('Whether it was claimed once, so that something may exist');
    table
      .text('replaced')
      .comment('The last approved plan, where plan is one that was made since');
  });
  await knex('requests')
    .whereIn(
      'id',
      knex('attempts')
        .where({ purpose: 'apply' })
        .whereNotNull('claimed_at')
        .select('request_id'),
    )
    .update({ may_exist: true });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('requests', table => {
    table.dropColumn('replaced');
    table.dropColumn('may_exist');
  });
};
