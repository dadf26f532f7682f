// @ts-check

/**
 * Tickets of replicas that do not know of ranks do not say whether they are held: to them, and to all
 * others, their numbers alone count.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('slot_tickets', table => {
    table
      .integer('rank')
      .notNullable()
      .defaultTo(0)
      .comment('A lower one comes first');
    table
      .boolean('held')
      .comment(
        'Whether it is at it rather than waiting; null of an older release',
      );
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('slot_tickets', table => {
    table.dropColumn('rank');
    table.dropColumn('held');
  });
};
