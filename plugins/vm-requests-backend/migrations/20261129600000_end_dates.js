// @ts-check

/**
 * When machines that end are looked at next, and up to which moment people were told.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('machines', table => {
    table
      .string('end_look_at', 24)
      .comment('When its end date is looked at next; null without one');
    table
      .string('end_told_at', 24)
      .comment('The last moment before or after its end that was acted on');
    table.index(['end_look_at'], 'machines_end_look_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('machines', table => {
    table.dropIndex(['end_look_at'], 'machines_end_look_idx');
    table.dropColumn('end_look_at');
    table.dropColumn('end_told_at');
  });
};
