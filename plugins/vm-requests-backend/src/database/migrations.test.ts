import { readdirSync } from 'node:fs';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { Leases } from '@backlot/backend-common';
import { createIdFactory } from '../clock';
import { Operations } from '../operations/Operations';
import { availableDatabases } from '../__testUtils__/availableDatabases';
import { DatabaseRequestStore } from './DatabaseRequestStore';

const directory = resolvePackagePath(
  '@backlot/plugin-vm-requests-backend',
  'migrations',
);
const migrations = readdirSync(directory)
  .filter(name => name.endsWith('.js'))
  .sort();

/** A row of `requests` of the first release: a machine that runs. */
const request = {
  id: '01JD0000000000000000000001',
  kind: 'create',
  state: 'done',
  phase: 'none',
  attempt_id: '01JD0000000000000000000002',
  starts: 1,
  name: 'web01',
  name_key: 'web01',
  fqdn: 'web01.dev.acme.example',
  environment: 'development',
  owner: 'group:default/team-payments',
  requested_by: 'user:default/anna.weber',
  purpose: 'Payment API',
  repository: 'platform/infrastructure',
  base_branch: 'main',
  branch: 'vm/01jd0000000000000000000001',
  directory: 'vms/development/web01',
  created_at: '2026-11-21T12:00:00.000Z',
  updated_at: '2026-11-21T12:10:00.000Z',
  setbacks: 0,
  spec: '{}',
  terms: '{}',
  approvers: '[]',
  pull_request: '{"url":"https://forge.example/pulls/7"}',
  machine: '{"source":"lab","id":"vm-1"}',
};

/** Others of the first release: one that is being prepared, and one that came to nothing. */
const open = {
  ...request,
  id: '01JD0000000000000000000003',
  state: 'open',
  phase: 'running',
  spec: '{"source":"lab"}',
  machine: null,
};
const ended = {
  ...open,
  id: '01JD0000000000000000000004',
  state: 'rejected',
  phase: 'none',
};

jest.setTimeout(60_000);

describe('migrations', () => {
  const databases = availableDatabases();

  it.each(databases.eachSupportedId())(
    'keep what the first release wrote, %p',
    async id => {
      const knex = await databases.init(id);
      const [first] = migrations;
      await knex.migrate.up({ directory, name: first });
      await knex('requests').insert([request, open, ended]);
      await knex('names').insert({ name_key: 'web01', request_id: request.id });
      await knex('attempts').insert({
        id: request.attempt_id,
        request_id: request.id,
        number: 2,
        purpose: 'apply',
        calls: 1,
        created_at: request.created_at,
        claimed_at: request.created_at,
      });
      await knex('machines').insert({
        request_id: request.id,
        source: 'lab',
        machine_id: 'vm-1',
        name: 'web01',
        fqdn: request.fqdn,
        environment: request.environment,
        owner: request.owner,
        created_at: request.updated_at,
      });

      await knex.migrate.latest({ directory });

      const clock = { now: () => new Date() };
      const newId = createIdFactory(clock);
      const store = new DatabaseRequestStore({
        operations: new Operations(),
        client: knex,
        clock,
        newId,
        leases: new Leases({ db: knex, logger: mockServices.logger.mock() }),
      });
      const kept = await store.get(request.id);
      expect(kept).toMatchObject({
        state: 'done',
        name: 'web01',
        mayExist: true,
      });
      expect((await store.get(open.id)).mayExist).toBe(false);
      expect(kept.interfaces).toBeUndefined();
      expect(kept.guest).toBeUndefined();
      expect(await store.findName('web01')).toBe(request.id);
      const {
        items: [machine],
      } = await store.listMachines({ limit: 10 });
      expect(machine).toMatchObject({
        lifecycle: 'active',
        generation: 1,
        source: 'lab',
        providerId: 'vm-1',
        request: request.id,
        purpose: 'Payment API',
        pullRequestUrl: 'https://forge.example/pulls/7',
      });
      expect(await store.getMachine(machine.id)).toMatchObject({
        requestedBy: 'user:default/anna.weber',
      });
      expect(kept.machineId).toBe(machine.id);
      const standing = await Promise.all(
        [open.id, ended.id].map(async requestId => {
          const { machineId } = await store.get(requestId);
          return store.getMachine(machineId);
        }),
      );
      expect(standing).toMatchObject([
        { lifecycle: 'building', generation: 0, madeBy: open.id },
        { lifecycle: 'gone', generation: 0, madeBy: ended.id },
      ]);
      expect(machine.guest).toBeUndefined();
      await knex.destroy();
    },
  );

  it.each(databases.eachSupportedId())('go up and down, %p', async id => {
    const knex = await databases.init(id);
    for (const name of migrations) {
      await knex.migrate.up({ directory, name });
    }
    expect(await knex('requests').select()).toEqual([]);
    for (const name of [...migrations].reverse()) {
      await knex.migrate.down({ directory, name });
    }
    expect(await knex.schema.hasTable('requests')).toBe(false);
    for (const name of migrations) {
      await knex.migrate.up({ directory, name });
    }
    expect(await knex.schema.hasTable('requests')).toBe(true);
    await knex.destroy();
  });
});
