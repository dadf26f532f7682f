// @ts-check

/**
 * For whom a request is made, and from when it may be applied.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('requests', table => {
    table
      .string('requested_for')
      .comment(
        'Entity ref of the user or group that it is made for; null where that is who sent it',
      );
    table
      .string('start_at', 24)
      .comment('Before this it is not applied; null: as soon as it may be');
    table
      .text('apply_wait')
      .comment('JSON: why an approved request is not applied yet, until when');
    table.index(['requested_for', 'id'], 'requests_requested_for_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('requests', table => {
    table.dropIndex(['requested_for', 'id'], 'requests_requested_for_idx');
    table.dropColumn('requested_for');
    table.dropColumn('start_at');
    table.dropColumn('apply_wait');
  });
};
