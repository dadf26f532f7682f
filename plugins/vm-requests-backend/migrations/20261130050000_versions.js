// @ts-check

const BATCH = 500;

/**
 * Which Terraform module and provider each machine was applied with last, and an index by what a machine
 * keeps when it is registered anew.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('machines', table => {
    table
      .text('module_source')
      .comment('Source of its Terraform module, with its tag');
    table.string('provider_version', 64).comment('Of its Terraform provider');
    table.index(['source', 'instance_uuid'], 'machines_instance_uuid_idx');
  });
  for (let after = ''; ; ) {
    const rows = await knex('machines')
      .join(
        'requests',
        'requests.id',
        knex.raw('COALESCE(machines.shaped_by, machines.made_by)'),
      )
      .where('machines.id', '>', after)
      .orderBy('machines.id')
      .limit(BATCH)
      .select('machines.id', 'requests.terms');
    if (rows.length === 0) {
      break;
    }
    for (const { id, terms } of rows) {
      // The first release did not keep them with its requests.
      const { terraform } = JSON.parse(terms);
      if (terraform) {
        await knex('machines').where({ id }).update({
          module_source: terraform.moduleSource,
          provider_version: terraform.provider.version,
        });
      }
    }
    after = rows[rows.length - 1].id;
  }
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('machines', table => {
    table.dropIndex(['source', 'instance_uuid'], 'machines_instance_uuid_idx');
    table.dropColumn('module_source');
    table.dropColumn('provider_version');
  });
};
