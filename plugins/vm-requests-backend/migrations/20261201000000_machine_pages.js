// @ts-check

/** What a row of machines takes over from a request. */
const copied = (/** @type {string} */ column, /** @type {string} */ of) =>
  `(SELECT ${column} FROM requests WHERE requests.id = machines.${of})`;

/**
 * What pages of machines show of the requests that made them, on the machines themselves, and an index of
 * the versions that machines have.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('machines', table => {
    table.text('purpose').notNullable().defaultTo('');
    table
      .string('requested_by')
      .notNullable()
      .defaultTo('')
      .comment('Who asked for it');
    table.string('requested_for').comment('On whose behalf');
    table.text('pull_request_url').comment('Of the request that made it');
    table.text('guest').comment('What its guest has reported, JSON');
    table.index(
      ['blueprint', 'module_source', 'provider_version', 'lifecycle', 'id'],
      'machines_versions_page_idx',
    );
  });
  const url =
    knex.client.config.client === 'pg'
      ? "pull_request::json ->> 'url'"
      : "json_extract(pull_request, '$.url')";
  await knex.raw(
    `UPDATE machines SET
       purpose = ${copied('purpose', 'made_by')},
       requested_by = ${copied('requested_by', 'made_by')},
       requested_for = ${copied('requested_for', 'made_by')},
       pull_request_url = ${copied(url, 'made_by')},
       guest = ${copied('guest', 'made_by')}`,
  );
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('machines', table => {
    table.dropIndex([], 'machines_versions_page_idx');
    for (const column of [
      'purpose',
      'requested_by',
      'requested_for',
      'pull_request_url',
      'guest',
    ]) {
      table.dropColumn(column);
    }
  });
};
