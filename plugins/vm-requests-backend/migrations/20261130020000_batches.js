// @ts-check

/**
 * Several requests that were asked for at once, and the names that wait for theirs.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('batches', table => {
    table.comment('Several requests that were asked for at once');
    table.string('id', 26).primary();
    table.string('kind', 32).notNullable();
    table
      .string('template')
      .notNullable()
      .comment('Entity ref of the software template that opens each request');
    table
      .string('task_id')
      .unique()
      .comment('The scaffolder task that opened it, where one did');
    table.string('requested_by').notNullable();
    table.string('owner').comment('Entity ref; none where there are several');
    table.string('environment').comment('None where there are several');
    table.text('purpose').notNullable();
    table
      .boolean('in_turn')
      .notNullable()
      .comment('Whether they are applied one after another');
    table.string('state', 16).notNullable();
    table.string('created_at', 24).notNullable();
    table.string('updated_at', 24).notNullable();
    table.string('wake_at', 24).comment('When it is looked at next');
    table
      .integer('version')
      .notNullable()
      .comment('Raised by whatever has it looked at');
    table.index(['wake_at'], 'batches_wake_at_idx');
    table.index(['owner', 'environment', 'kind', 'state'], 'batches_owner_idx');
  });
  await knex.schema.createTable('batch_items', table => {
    table.comment('What a batch is of, one request each');
    table
      .string('batch_id', 26)
      .notNullable()
      .references('batches.id')
      .onDelete('CASCADE');
    table.integer('position').notNullable();
    table.string('name', 253).notNullable().comment('For people');
    table.string('name_key', 253).comment('Of a machine that is to be made');
    table.text('input').notNullable().comment('What the template is given');
    table.string('state', 16).notNullable();
    table.string('task_id').comment('The last that was started for it');
    table
      .integer('attempt')
      .notNullable()
      .comment('Which its task must name; a task of an earlier one is refused');
    table
      .integer('starts')
      .notNullable()
      .comment('Attempts since a person last chose it');
    table.string('called_at', 24).comment('When a task was asked to start');
    table
      .string('request_id', 26)
      .references('requests.id')
      .comment('None until it is opened');
    table.text('message').comment('Why it has no request');
    table
      .boolean('passed')
      .notNullable()
      .comment('Whether the rest goes on without it');
    table
      .boolean('told')
      .notNullable()
      .comment('Whether approvers were told that it waits for them');
    table.primary(['batch_id', 'position']);
    table.index(['request_id'], 'batch_items_request_idx');
  });
  await knex.schema.alterTable('requests', table => {
    table.string('batch_id', 26).comment('The batch that it is one of');
    table.integer('batch_position');
  });
  await knex.schema.alterTable('names', table => {
    table.string('batch_id', 26).comment('The batch that keeps it');
    table.integer('batch_position');
    table.index(['batch_id'], 'names_batch_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex('names').whereNull('machine_id').delete();
  await knex.schema.alterTable('names', table => {
    table.dropIndex([], 'names_batch_idx');
  });
  // Not by alterTable: with that SQLite makes the table anew, and others refer to it.
  for (const name of ['names', 'requests']) {
    await knex.raw('ALTER TABLE ?? DROP COLUMN batch_position', [name]);
    await knex.raw('ALTER TABLE ?? DROP COLUMN batch_id', [name]);
  }
  await knex.schema.dropTable('batch_items');
  await knex.schema.dropTable('batches');
};
