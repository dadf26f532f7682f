import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { infrastructureTemplate } from './locations';
import { runCommand } from './runCommand';

const workflow = join(infrastructureTemplate, 'atlantis');

interface Change {
  actions: string[];
  before?: unknown;
  after?: unknown;
  after_unknown?: unknown;
  before_sensitive?: unknown;
  after_sensitive?: unknown;
  replace_paths?: (string | number)[][];
  importing?: { id: string };
}

interface ResourceChange {
  address: string;
  mode: string;
  type: string;
  deposed?: string;
  change: Change;
}

function resource(address: string, change: Change): ResourceChange {
  return { address, mode: 'managed', type: 'vsphere_virtual_machine', change };
}

function update(change: Omit<Change, 'actions'>): ResourceChange[] {
  return [resource('vm', { actions: ['update'], ...change })];
}

describe('the canonical form of a plan', () => {
  let directory: string;
  let file: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'backlot-plan-'));
    file = join(directory, 'plan.json');
  });

  afterAll(() => rm(directory, { recursive: true, force: true }));

  async function canonical(view: 'digest' | 'people', plan: unknown) {
    await writeFile(file, JSON.stringify(plan));
    return runCommand('jq', [
      ...['-cSj', '--arg', 'for', view],
      ...['-f', join(workflow, 'canonical-plan.jq'), file],
    ]);
  }

  async function changesOf(
    view: 'digest' | 'people',
    changes: ResourceChange[],
  ) {
    const plan = { format_version: '1.2', resource_changes: changes };
    return JSON.parse(await canonical(view, plan)).changes;
  }

  async function digestOf(plan: unknown): Promise<string> {
    await writeFile(file, JSON.stringify(plan));
    return runCommand(join(workflow, 'plan-digest.sh'), [file]);
  }

  async function recorded(name: string): Promise<{
    format_version: string;
    resource_changes: ResourceChange[];
  }> {
    return JSON.parse(
      await readFile(
        join(__dirname, '__fixtures__', 'plans', `${name}.json`),
        'utf8',
      ),
    );
  }

  it('holds all known values of what is created, and names the unknown ones', async () => {
    const plan = await recorded('create');
    const [change] = JSON.parse(await canonical('people', plan)).changes;
    expect(change).toMatchObject({
      address: 'module.vm.vsphere_virtual_machine.this[0]',
      type: 'vsphere_virtual_machine',
      actions: ['create'],
      before: {},
      after: {
        name: 'web01',
        num_cpus: 2,
        memory: 4096,
        disk: [
          { label: 'disk0', size: 40 },
          { label: 'disk1', size: 20 },
        ],
      },
      replacePaths: [],
    });
    expect(change.unknown).toEqual(
      expect.arrayContaining(['default_ip_address', 'disk[1].uuid', 'moid']),
    );
    expect(change.after).not.toHaveProperty('host_system_id');
    expect(JSON.stringify(change.after)).not.toContain('null');
  });

  it('holds only what an update changes', async () => {
    const plan = await recorded('resize');
    expect(JSON.parse(await canonical('people', plan)).changes).toMatchObject([
      {
        actions: ['update'],
        after: {
          num_cpus: 4,
          memory: 8192,
          disk: [{ size: 60 }, {}, { label: 'disk2', size: 10 }],
        },
        before: { num_cpus: 2, memory: 4096, disk: [{ size: 40 }, {}] },
      },
    ]);
  });

  it('says which object goes', async () => {
    const plan = await recorded('destroy');
    const [change] = JSON.parse(await canonical('digest', plan)).changes;
    expect(change).toEqual({
      address: 'module.vm.vsphere_virtual_machine.this[0]',
      type: 'vsphere_virtual_machine',
      actions: ['delete'],
      after: {},
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      replacePaths: [],
    });
  });

  it('says that an attribute goes away', async () => {
    expect(
      await changesOf(
        'people',
        update({
          before: { policy: 'gold', tags: { a: '1', b: '2' } },
          after: { policy: null, tags: { a: '1' } },
        }),
      ),
    ).toMatchObject([
      {
        after: { policy: null, tags: { b: null } },
        before: { policy: 'gold', tags: { b: '2' } },
      },
    ]);
  });

  it('holds a list of texts whole', async () => {
    expect(
      await changesOf(
        'people',
        update({ before: { dns: ['a', 'b'] }, after: { dns: ['b'] } }),
      ),
    ).toMatchObject([{ after: { dns: ['b'] }, before: { dns: ['a', 'b'] } }]);
  });

  it('says that a list became shorter', async () => {
    expect(
      await changesOf(
        'digest',
        update({
          before: { disk: [{ size: 1 }, { size: 2 }] },
          after: { disk: [{ size: 1 }] },
        }),
      ),
    ).toMatchObject([{ after: { disk: [{}] } }]);
  });

  it('sets aside what is known only after apply', async () => {
    expect(
      await changesOf(
        'people',
        update({
          before: { ip: '10.0.0.1', disk: [{ uuid: 'u', size: 1 }], cpus: 1 },
          after: { disk: [{ size: 2 }], cpus: 2 },
          after_unknown: { ip: true, disk: [{ uuid: true }] },
        }),
      ),
    ).toMatchObject([
      {
        after: { disk: [{ size: 2 }], cpus: 2 },
        before: { disk: [{ size: 1 }], cpus: 1 },
        unknown: ['disk[0].uuid', 'ip'],
      },
    ]);
  });

  it('holds the whole of what is replaced, what forces it, and what goes', async () => {
    const change = {
      before: { id: 'old', guest_id: 'rhel8_64Guest', name: 'web01' },
      after: { guest_id: 'rhel9_64Guest', name: 'web01' },
      after_unknown: { id: true },
      replace_paths: [['clone', 0, 'template_uuid'], ['guest_id']],
    };
    expect(
      await changesOf('people', [
        resource('vm', { actions: ['delete', 'create'], ...change }),
      ]),
    ).toEqual([
      {
        address: 'vm',
        type: 'vsphere_virtual_machine',
        actions: ['delete', 'create'],
        after: { guest_id: 'rhel9_64Guest', name: 'web01' },
        before: { guest_id: 'rhel8_64Guest' },
        id: 'old',
        replacePaths: ['clone[0].template_uuid', 'guest_id'],
        unknown: ['id'],
      },
    ]);
  });

  it('leaves out what is only read or stays as it is', async () => {
    const read = {
      ...resource('data', { actions: ['read'] }),
      mode: 'data',
    };
    const same = resource('same', {
      actions: ['no-op'],
      before: { a: 1 },
      after: { a: 1 },
    });
    expect(await changesOf('people', [read, same])).toEqual([]);
  });

  it('holds an import, though nothing else changes', async () => {
    const adopted = resource('vm', {
      actions: ['no-op'],
      before: { id: 'u' },
      after: { id: 'u' },
      importing: { id: 'u' },
    });
    expect(await changesOf('digest', [adopted])).toMatchObject([
      { actions: ['no-op'], importing: 'u' },
    ]);
  });

  it('tells apart what is left of an interrupted replacement', async () => {
    const gone = { actions: ['delete'], before: { id: 'old' }, after: null };
    const rest = { ...resource('vm', gone), deposed: '1f2e' };
    expect(await changesOf('digest', [rest])).toMatchObject([
      { address: 'vm', deposed: '1f2e', id: 'old' },
    ]);
  });

  it('hides sensitive values from people, but binds them in the digest', async () => {
    const secret = (password: string) =>
      update({
        before: { user: { password: 'old', name: 'a' }, keys: ['k'] },
        after: { user: { password, name: 'b' }, keys: ['l'] },
        before_sensitive: { user: { password: true }, keys: true },
        after_sensitive: { user: { password: true }, keys: [true] },
      });
    const shown = await changesOf('people', secret('new'));
    expect(shown).toMatchObject([
      {
        after: { user: { password: '(sensitive)', name: 'b' } },
        before: { user: { password: '(sensitive)', name: 'a' } },
      },
    ]);
    expect(shown[0].after.keys).toEqual(['(sensitive)']);
    expect(shown[0].before.keys).toBe('(sensitive)');
    expect(
      await digestOf({ format_version: '1.2', resource_changes: secret('x') }),
    ).not.toBe(
      await digestOf({ format_version: '1.2', resource_changes: secret('y') }),
    );
  });

  it('is in one order, whatever the order of the plan', async () => {
    const one = resource('a', { actions: ['create'], after: { x: 1, y: 2 } });
    const other = resource('b', { actions: ['create'], after: {} });
    const turned = resource('a', {
      actions: ['create'],
      after: { y: 2, x: 1 },
    });
    expect(await digestOf(planOf([one, other]))).toBe(
      await digestOf(planOf([other, turned])),
    );
  });

  it('makes one digest of plans that would do the same, though old values differ', async () => {
    const plan = await recorded('resize');
    const digest = await digestOf(plan);
    const [{ change }] = plan.resource_changes;
    (change.before as { host_system_id: string }).host_system_id = 'host-999';
    (change.after as { host_system_id: string }).host_system_id = 'host-999';
    (change.before as { num_cpus: number }).num_cpus = 3;
    expect(await digestOf(plan)).toBe(digest);
    (change.after as { num_cpus: number }).num_cpus = 8;
    expect(await digestOf(plan)).not.toBe(digest);
  });

  it('is the SHA-256 of the canonical bytes, without a newline', async () => {
    const plan = await recorded('create');
    const bytes = await canonical('digest', plan);
    expect(bytes).not.toMatch(/\n/);
    const sum = createHash('sha256').update(bytes).digest('hex');
    expect(await digestOf(plan)).toBe(`sha256:${sum}\n`);
  });

  it('refuses what is no plan', async () => {
    await expect(digestOf({ error: 'x' })).rejects.toThrow(
      'this is not the JSON form of a Terraform plan',
    );
  });
});

function planOf(changes: ResourceChange[]) {
  return { format_version: '1.2', resource_changes: changes };
}
