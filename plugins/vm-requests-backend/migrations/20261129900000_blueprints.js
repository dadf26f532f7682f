// @ts-check

/**
 * Which blueprint each machine is of. Those that there are were made before there were several.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('machines', table => {
    table
      .string('blueprint', 63)
      .notNullable()
      .defaultTo('rhel9-vm')
      .comment('Name of what it is made of');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('machines', table => {
    table.dropColumn('blueprint');
  });
};
