// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('slot_queues', table => {
    table.comment('One for each Atlantis');
    table.string('queue').primary().comment('Where Atlantis answers');
    table
      .integer('last_ticket')
      .notNullable()
      .comment('Locked while the next ticket is written');
  });
  await knex.schema.createTable('slot_tickets', table => {
    table.comment('Who waits for Atlantis, or is at it, in order');
    table.string('queue').notNullable();
    table.integer('ticket').notNullable();
    table
      .bigInteger('expires_at')
      .notNullable()
      .comment('Milliseconds since 1970 by the database’s clock');
    table.primary(['queue', 'ticket']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('slot_tickets');
  await knex.schema.dropTable('slot_queues');
};
