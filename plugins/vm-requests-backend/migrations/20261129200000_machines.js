// @ts-check

/** Written out, as what ends a request may change later. */
const ends = "('done','failed','rolled-back','rejected','cancelled','expired')";

/**
 * Machines become things of their own, which requests are operations on. Until now each request made
 * one: its machine takes over the request's id.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('machines_next', table => {
    table.comment(
      'Machines, from the request that makes them until they are gone',
    );
    table.string('id', 26).primary().comment('ULID');
    table
      .string('lifecycle', 16)
      .notNullable()
      .comment('building, active, retiring or gone');
    table
      .integer('generation')
      .notNullable()
      .comment('How many operations were applied');
    table
      .string('made_by', 26)
      .notNullable()
      .references('requests.id')
      .comment('The request that made it, or is to');
    table
      .string('shaped_by', 26)
      .references('requests.id')
      .comment('The request that was applied last, whose values hold');
    table.string('name', 63).notNullable();
    table.string('name_key', 253).notNullable();
    table.string('fqdn', 253).notNullable();
    table.string('environment').notNullable();
    table.string('owner').notNullable();
    table.string('source').notNullable();
    table.string('provider_id').comment('Id within the source');
    table.string('instance_uuid', 64);
    table.string('address', 64);
    table
      .boolean('protected')
      .notNullable()
      .defaultTo(false)
      .comment('Whether nobody may decommission it');
    table.string('ends_at', 24);
    table.string('created_at', 24).notNullable();
    table.string('updated_at', 24).notNullable();
    table.index(['source', 'provider_id'], 'machines_provider_id_idx');
    table.index(['owner', 'environment', 'lifecycle'], 'machines_held_idx');
    table.unique(['made_by'], { indexName: 'machines_made_by_uniq' });
  });
  await knex.raw(
    `INSERT INTO machines_next
       (id, lifecycle, generation, made_by, shaped_by, name, name_key, fqdn, environment, owner,
        source, provider_id, instance_uuid, address, created_at, updated_at)
     SELECT requests.id,
       CASE WHEN machines.request_id IS NOT NULL THEN 'active'
            WHEN requests.state IN ${ends} THEN 'gone'
            ELSE 'building' END,
       CASE WHEN machines.request_id IS NOT NULL THEN 1 ELSE 0 END,
       requests.id, machines.request_id,
       requests.name, requests.name_key, requests.fqdn, requests.environment, requests.owner,
       COALESCE(machines.source, ''), machines.machine_id, machines.instance_uuid,
       machines.address, COALESCE(machines.created_at, requests.created_at), requests.updated_at
     FROM requests LEFT JOIN machines ON machines.request_id = requests.id`,
  );
  // The source of a machine that is not there yet is only in what was asked for.
  for (;;) {
    const rows = await knex('machines_next')
      .join('requests', 'requests.id', 'machines_next.made_by')
      .where('machines_next.source', '')
      .limit(500)
      .select('machines_next.id', 'requests.spec');
    if (rows.length === 0) {
      break;
    }
    for (const { id, spec } of rows) {
      await knex('machines_next')
        .where({ id })
        .update({ source: JSON.parse(spec).source || 'unknown' });
    }
  }
  await knex.schema.dropTable('machines');
  await knex.schema.renameTable('machines_next', 'machines');

  await knex.schema.alterTable('requests', table => {
    table.string('machine_id', 26).comment('The machine that it is about');
    table
      .integer('base_generation')
      .notNullable()
      .defaultTo(0)
      .comment('Of the machine, when the request was opened');
    table.index(['machine_id', 'id'], 'requests_machine_idx');
  });
  await knex('requests').update({ machine_id: knex.ref('id') });
  await knex.raw(
    `CREATE UNIQUE INDEX requests_open_machine_uniq ON requests (machine_id)
     WHERE state NOT IN ${ends}`,
  );

  for (const name of ['names', 'mac_addresses']) {
    await knex.schema.alterTable(name, table => {
      table.string('machine_id', 26).references('machines.id');
    });
    await knex(name).update({ machine_id: knex.ref('request_id') });
  }
  await knex.schema.alterTable('names', table => {
    table.dropColumn('request_id');
  });
  await knex.schema.alterTable('mac_addresses', table => {
    table.dropUnique(
      ['request_id', 'interface'],
      'mac_addresses_interface_uniq',
    );
  });
  await knex.schema.alterTable('mac_addresses', table => {
    table.dropColumn('request_id');
    table.unique(['machine_id', 'interface'], {
      indexName: 'mac_addresses_interface_uniq',
    });
  });
};

/**
 * Only to the machines that requests made; other operations than creating are not known below.
 *
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const name of ['names', 'mac_addresses']) {
    await knex.schema.alterTable(name, table => {
      table.string('request_id', 26).references('requests.id');
    });
    await knex(name).update({
      request_id: knex('machines')
        .where('machines.id', knex.ref(`${name}.machine_id`))
        .select('made_by'),
    });
  }
  await knex.schema.alterTable('names', table => {
    table.dropColumn('machine_id');
  });
  await knex.schema.alterTable('mac_addresses', table => {
    table.dropUnique(
      ['machine_id', 'interface'],
      'mac_addresses_interface_uniq',
    );
  });
  await knex.schema.alterTable('mac_addresses', table => {
    table.dropColumn('machine_id');
    table.unique(['request_id', 'interface'], {
      indexName: 'mac_addresses_interface_uniq',
    });
  });
  await knex.raw('DROP INDEX requests_open_machine_uniq');
  await knex.schema.alterTable('requests', table => {
    table.dropIndex(['machine_id', 'id'], 'requests_machine_idx');
  });
  // Not by alterTable: with that SQLite makes the table anew, and others refer to it.
  await knex.raw('ALTER TABLE requests DROP COLUMN machine_id');
  await knex.raw('ALTER TABLE requests DROP COLUMN base_generation');

  await knex.schema.createTable('machines_before', table => {
    table.string('request_id', 26).primary().references('requests.id');
    table.string('source').notNullable();
    table.string('machine_id').notNullable();
    table.string('instance_uuid', 64);
    table.string('name', 63).notNullable();
    table.string('fqdn', 253).notNullable();
    table.string('environment').notNullable();
    table.string('owner').notNullable();
    table.string('address', 64);
    table.string('created_at', 24).notNullable();
  });
  await knex.raw(
    `INSERT INTO machines_before
     SELECT made_by, source, provider_id, instance_uuid, name, fqdn, environment, owner, address,
       created_at
     FROM machines WHERE lifecycle = 'active'`,
  );
  await knex.schema.dropTable('machines');
  await knex.schema.renameTable('machines_before', 'machines');
  await knex.schema.alterTable('machines', table => {
    table.index(['source', 'machine_id'], 'machines_machine_id_idx');
    table.index(['owner', 'environment'], 'machines_owner_idx');
  });
};
