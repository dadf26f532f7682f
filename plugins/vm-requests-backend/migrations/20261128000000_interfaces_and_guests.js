// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('requests', table => {
    table
      .text('interfaces')
      .comment('Network interfaces; none in requests of the first release');
    table
      .text('guest')
      .comment('What the guest has reported since the request was done');
  });

  await knex.schema.createTable('mac_addresses', table => {
    table.comment(
      'MAC addresses of open requests and of living machines, one for each network interface',
    );
    table
      .string('mac_address', 17)
      .primary()
      .comment('In lower case, with colons');
    table.string('request_id', 26).notNullable().references('requests.id');
    table.string('interface', 64).notNullable();
    table.unique(['request_id', 'interface'], {
      indexName: 'mac_addresses_interface_uniq',
    });
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('mac_addresses');
  await knex.schema.alterTable('requests', table => {
    table.dropColumn('guest');
    table.dropColumn('interfaces');
  });
};
