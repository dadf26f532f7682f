// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('machine_operations', table => {
    table.comment(
      'Who powered which machine, and who took which snapshots: entries get an end, and are not changed otherwise',
    );
    table.string('id', 26).primary().comment('ULID');
    table.string('at', 24).notNullable();
    table.string('by').notNullable().comment('Entity ref, or a backend plugin');
    table.string('via').comment('Backend plugin that acted in the name of by');
    table.string('source').notNullable();
    table.string('machine_id').notNullable().comment('Id within the source');
    table.string('machine_name').notNullable();
    table.string('instance_uuid', 64);
    table.string('operation', 24).notNullable();
    table
      .boolean('force')
      .notNullable()
      .comment('Whether power was to be cut where the guest does not obey');
    table.string('snapshot_id');
    table.text('snapshot_name');
    table
      .string('outcome', 8)
      .notNullable()
      .comment('running, done, failed or unknown');
    table.text('error');
    table.string('ended_at', 24);
    table.index(['source', 'machine_id', 'id'], 'machine_operations_id_idx');
    table.index(
      ['source', 'instance_uuid', 'id'],
      'machine_operations_uuid_idx',
    );
    table.index(['at'], 'machine_operations_at_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('machine_operations');
};
