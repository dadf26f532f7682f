// @ts-check

/**
 * For whom a batch is.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('batches', table => {
    table
      .string('requested_for')
      .comment(
        'Entity ref of the user or group that it is made for; null where that is who sent it',
      );
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  // Not by alterTable: with that SQLite makes the table anew, and others refer to it.
  await knex.raw('ALTER TABLE batches DROP COLUMN requested_for');
};
