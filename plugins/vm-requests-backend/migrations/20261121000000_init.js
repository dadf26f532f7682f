// @ts-check

/**
 * Times are ISO 8601 texts in UTC, which sort as times do; objects are JSON texts.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('requests', table => {
    table.comment('What people asked for, and where each request stands');
    table.string('id', 26).primary().comment('ULID');
    table.string('kind', 32).notNullable();
    table.string('state', 32).notNullable();
    table
      .string('phase', 16)
      .notNullable()
      .comment('Where the work of its attempt stands');
    table.string('ends_as', 32).comment('Only while everything is given back');
    table
      .string('attempt_id', 26)
      .notNullable()
      .comment('The attempt that steps must name; replaced ones are refused');
    table
      .integer('starts')
      .notNullable()
      .comment('Attempts at applying since a person last chose it');
    table.text('message').comment('In words, why it failed or waits');
    table.string('name', 63).notNullable();
    table
      .string('name_key', 253)
      .notNullable()
      .comment('What the name is unique by, case-folded');
    table.string('fqdn', 253).notNullable();
    table.string('environment').notNullable();
    table.string('owner').notNullable();
    table.string('requested_by').notNullable();
    table.text('purpose').notNullable();
    table.string('repository').notNullable();
    table.string('base_branch').notNullable();
    table.string('branch').notNullable();
    table.string('directory').notNullable();
    table.string('created_at', 24).notNullable();
    table.string('updated_at', 24).notNullable();
    table
      .string('wake_at', 24)
      .comment(
        'When recovery looks at it next; none while it waits for people',
      );
    table
      .integer('setbacks')
      .notNullable()
      .comment('Failures in a row, for the delay');
    table.string('work_token', 26).comment('Who works on it now');
    table.string('work_until', 24).comment('When that ends by itself');
    table.string('ip_address', 64).comment('Of the address, for lists');
    table.string('cluster').comment('Of the placement, for lists');
    table.text('spec').notNullable();
    table
      .text('terms')
      .notNullable()
      .comment('What policy gave it when it was opened');
    table.text('placement');
    table.text('address');
    table.text('pull_request');
    table.text('files');
    table.text('plan');
    table.text('decision');
    table.text('approvers').notNullable();
    table.text('machine');
    table.text('roll_back').comment('Commit and plan of a roll-back');
    table.index(['state'], 'requests_state_idx');
    table.index(['wake_at'], 'requests_wake_at_idx');
    table.index(['owner', 'environment'], 'requests_owner_idx');
    table.index(['requested_by'], 'requests_requested_by_idx');
  });

  await knex.schema.createTable('attempts', table => {
    table.comment('Scaffolder tasks that worked on a request');
    table.string('id', 26).primary().comment('ULID; the token that steps name');
    table.string('request_id', 26).notNullable().references('requests.id');
    table.integer('number').notNullable();
    table.string('purpose', 16).notNullable().comment('prepare or apply');
    table.string('task_id').comment('None until the task was started');
    table
      .integer('calls')
      .notNullable()
      .comment('How often the task was asked to start');
    table.string('created_at', 24).notNullable();
    table.string('claimed_at', 24);
    table.string('ended_at', 24);
    table.unique(['task_id'], { indexName: 'attempts_task_id_uniq' });
    table.unique(['request_id', 'number'], {
      indexName: 'attempts_number_uniq',
    });
  });

  await knex.schema.createTable('events', table => {
    table.comment('History of requests; rows are only ever added');
    table.string('id', 26).primary().comment('ULID');
    table.string('request_id', 26).notNullable().references('requests.id');
    table.string('at', 24).notNullable();
    table.string('by').notNullable();
    table.string('type', 32).notNullable();
    table.string('from_state', 32);
    table.string('to_state', 32);
    table.text('reason');
    table.text('detail');
    table.index(['request_id', 'id'], 'events_request_idx');
  });

  await knex.schema.createTable('names', table => {
    table.comment('Names of open requests and of living machines');
    table.string('name_key', 253).primary();
    table.string('request_id', 26).notNullable().references('requests.id');
  });

  await knex.schema.createTable('owners', table => {
    table.comment('Locked while an owner is given one more request');
    table.string('owner').notNullable();
    table.string('environment').notNullable();
    table.primary(['owner', 'environment']);
  });

  await knex.schema.createTable('machines', table => {
    table.comment('Machines that came from requests and live');
    table.string('request_id', 26).primary().references('requests.id');
    table.string('source').notNullable();
    table.string('machine_id').notNullable().comment('Id within the source');
    table.string('instance_uuid', 64);
    table.string('name', 63).notNullable();
    table.string('fqdn', 253).notNullable();
    table.string('environment').notNullable();
    table.string('owner').notNullable();
    table.string('address', 64);
    table.string('created_at', 24).notNullable();
    table.index(['source', 'machine_id'], 'machines_machine_id_idx');
    table.index(['owner', 'environment'], 'machines_owner_idx');
  });

  await knex.schema.createTable('effects', table => {
    table.comment('What is to be done beside the state, repeated until done');
    table.string('id', 26).primary().comment('ULID');
    table.string('request_id', 26).notNullable().references('requests.id');
    table.string('what', 32).notNullable();
    table.integer('position').notNullable();
    table.text('detail').comment('In words, while it is not done');
    table.text('input');
    table.integer('tries').notNullable();
    table
      .string('next_at', 24)
      .comment('None for the steps of giving back, which wait for their turn');
    table.string('done_at', 24);
    table.index(['request_id'], 'effects_request_idx');
    table.index(['done_at', 'next_at'], 'effects_due_idx');
  });

  await knex.schema.createTable('logs', table => {
    table.comment('Logs of plan and apply, kept after the job has ended');
    table.string('request_id', 26).notNullable().references('requests.id');
    table.string('stage', 16).notNullable().comment('plan or apply');
    table.text('content').notNullable();
    table.string('updated_at', 24).notNullable();
    table.primary(['request_id', 'stage']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('logs');
  await knex.schema.dropTable('effects');
  await knex.schema.dropTable('machines');
  await knex.schema.dropTable('owners');
  await knex.schema.dropTable('names');
  await knex.schema.dropTable('events');
  await knex.schema.dropTable('attempts');
  await knex.schema.dropTable('requests');
};
