// @ts-check

/**
 * Which stack each machine lives in, and each request was opened in. Those that there are were opened
 * before there were several.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  for (const name of ['machines', 'requests']) {
    await knex.schema.alterTable(name, table => {
      table
        .string('stack', 63)
        .notNullable()
        .defaultTo('default')
        .comment('Name of the stack that the machine lives in');
    });
  }
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  for (const name of ['machines', 'requests']) {
    await knex.schema.alterTable(name, table => {
      table.dropColumn('stack');
    });
  }
};
