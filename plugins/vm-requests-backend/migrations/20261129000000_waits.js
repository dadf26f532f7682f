// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('requests', table => {
    table
      .string('obstacle', 32)
      .comment('What kept the work on it from going on when that was tried');
    table
      .text('obstruction')
      .comment('Since when that is so, and what is said of it');
    table.text('cause').comment("A peer's own words behind the message");
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('requests', table => {
    table.dropColumn('cause');
    table.dropColumn('obstruction');
    table.dropColumn('obstacle');
  });
};
