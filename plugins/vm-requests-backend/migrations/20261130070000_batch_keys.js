// @ts-check

/**
 * By what a batch is known that is sent again.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('batches', table => {
    table
      .string('idempotency_key', 64)
      .comment('That its client sent; null where it sent none, or a task did');
    table
      .string('asked_digest', 64)
      .comment('SHA-256 of what was sent with the key');
    table.unique(['requested_by', 'idempotency_key'], {
      indexName: 'batches_idempotency_idx',
    });
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('batches', table => {
    table.dropUnique([], 'batches_idempotency_idx');
  });
  // Not by alterTable: with that SQLite makes the table anew, and others refer to it.
  for (const column of ['asked_digest', 'idempotency_key']) {
    await knex.raw('ALTER TABLE batches DROP COLUMN ??', [column]);
  }
};
