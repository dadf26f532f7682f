// @ts-check

/** As many as fit into one statement of either database, with their bindings. */
const BATCH = 500;

/**
 * What requests can be searched by, as it was when this was written.
 *
 * @param {{ fqdn: string, owner: string, purpose: string, ip_address: string | null }} request
 */
function wordsOf({ fqdn, owner, purpose, ip_address }) {
  const endings = [fqdn, owner, purpose, ip_address ?? ''].flatMap(text => {
    const whole = text.toLowerCase().replace(/\s+/g, ' ').trim();
    return [...whole.matchAll(/\p{L}[\p{L}\p{M}]*|\p{N}+/gu)]
      .slice(0, 32)
      .map(({ index }) =>
        [...whole.slice(index, index + 128)].slice(0, 64).join(''),
      );
  });
  return [...new Set(endings)];
}

/** @param {import('knex').Knex} knex */
async function fillCounts(knex) {
  const scopes = [
    { scope: 'all', owner: "''", requester: "''" },
    { scope: 'owner', owner: 'owner', requester: "''" },
    { scope: 'requester', owner: "''", requester: 'requested_by' },
    { scope: 'both', owner: 'owner', requester: 'requested_by' },
  ];
  for (const { scope, owner, requester } of scopes) {
    await knex.raw(
      `INSERT INTO request_counts
         (scope, state, environment, phase, obstacle, needs_approval, owner, requested_by, count)
       SELECT '${scope}', state, environment, phase, obstacle, needs_approval, owner, requester,
         COUNT(*)
       FROM (
         SELECT state, environment, phase, COALESCE(obstacle, '') AS obstacle,
           CASE WHEN approvers = '[]' THEN 0 ELSE 1 END AS needs_approval,
           ${owner} AS owner, ${requester} AS requester
         FROM requests
       ) AS counted
       GROUP BY state, environment, phase, obstacle, needs_approval, owner, requester`,
    );
  }
}

/** @param {import('knex').Knex} knex */
async function fillWords(knex) {
  let last = '';
  for (;;) {
    const requests = await knex('requests')
      .where('id', '>', last)
      .orderBy('id')
      .limit(BATCH)
      .select('id', 'fqdn', 'owner', 'purpose', 'ip_address');
    if (requests.length === 0) {
      return;
    }
    await knex.batchInsert(
      'request_words',
      requests.flatMap(request =>
        wordsOf(request).map(word => ({ word, request_id: request.id })),
      ),
      BATCH,
    );
    last = requests[requests.length - 1].id;
  }
}

/**
 * What lists, search and single reads are answered from without reading all requests.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('request_counts', table => {
    table.comment('How many requests there are, changed with each of them');
    table
      .string('scope', 16)
      .notNullable()
      .comment('all, owner, requester or both: whose persons are told apart');
    table.string('state', 32).notNullable();
    table.string('environment').notNullable();
    table.string('phase', 16).notNullable();
    table.string('obstacle', 32).notNullable().comment('Empty for none');
    table
      .integer('needs_approval')
      .notNullable()
      .comment('1 where people decide');
    table.string('owner').notNullable().comment('Empty for any');
    table.string('requested_by').notNullable().comment('Empty for any');
    table.integer('count').notNullable();
    table.primary([
      'scope',
      'state',
      'environment',
      'phase',
      'obstacle',
      'needs_approval',
      'owner',
      'requested_by',
    ]);
    table.index(
      ['scope', 'owner', 'requested_by'],
      'request_counts_persons_idx',
    );
    table.index(['scope', 'requested_by'], 'request_counts_requested_by_idx');
  });

  // Beginnings are ranges, which take an order by bytes; and SQLite keeps each word once only where
  // the table is its own index.
  await knex.raw(
    knex.client.config.client === 'pg'
      ? `CREATE TABLE request_words (
           word VARCHAR(64) COLLATE "C" NOT NULL,
           request_id VARCHAR(26) NOT NULL,
           PRIMARY KEY (word, request_id)
         )`
      : `CREATE TABLE request_words (
           word VARCHAR(64) NOT NULL,
           request_id VARCHAR(26) NOT NULL,
           PRIMARY KEY (word, request_id)
         ) WITHOUT ROWID`,
  );

  await fillCounts(knex);
  await fillWords(knex);

  await knex.schema.alterTable('requests', table => {
    const groups = ['state', 'phase', 'obstacle', 'id'];
    table.index(groups, 'requests_groups_idx');
    table.index(['environment', ...groups], 'requests_environment_groups_idx');
    table.index(['environment', 'id'], 'requests_environment_page_idx');
    table.index(['owner', 'id'], 'requests_owner_page_idx');
    table.index(['requested_by', 'id'], 'requests_requester_page_idx');
    table.index(['directory', 'state'], 'requests_directory_idx');
  });
  await knex.schema.alterTable('logs', table => {
    table.index(['updated_at'], 'logs_updated_at_idx');
  });
  await knex.schema.alterTable('events', table => {
    table.index(['at'], 'events_at_idx');
  });
  await knex.schema.alterTable('machines', table => {
    table.index(['source', 'id'], 'machines_source_page_idx');
    table.index(['owner', 'id'], 'machines_owner_page_idx');
    table.index(['environment', 'id'], 'machines_environment_page_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('machines', table => {
    table.dropIndex([], 'machines_environment_page_idx');
    table.dropIndex([], 'machines_owner_page_idx');
    table.dropIndex([], 'machines_source_page_idx');
  });
  await knex.schema.alterTable('events', table => {
    table.dropIndex([], 'events_at_idx');
  });
  await knex.schema.alterTable('logs', table => {
    table.dropIndex([], 'logs_updated_at_idx');
  });
  await knex.schema.alterTable('requests', table => {
    table.dropIndex([], 'requests_directory_idx');
    table.dropIndex([], 'requests_requester_page_idx');
    table.dropIndex([], 'requests_owner_page_idx');
    table.dropIndex([], 'requests_environment_page_idx');
    table.dropIndex([], 'requests_environment_groups_idx');
    table.dropIndex([], 'requests_groups_idx');
  });
  await knex.schema.dropTable('request_words');
  await knex.schema.dropTable('request_counts');
};
