import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { infrastructureTemplate } from './locations';
import { everyForm } from './plans/everyForm';
import {
  TerraformChange,
  TerraformPlan,
  TerraformResourceChange,
} from './plans/TerraformPlan';
import { runCommand } from './runCommand';

const workflow = join(infrastructureTemplate, 'atlantis');
/** What the frontend's tests render, without the workflow. */
const planOnItsPage = join(
  resolvePackagePath('@backlot/plugin-vm-requests'),
  'src/components/RequestPage/__fixtures__/everyForm.json',
);

function resource(
  address: string,
  change: TerraformChange,
): TerraformResourceChange {
  return { address, mode: 'managed', type: 'vsphere_virtual_machine', change };
}

function update(change: Omit<TerraformChange, 'actions'>) {
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
    return runCommand(join(workflow, 'canonical-plan.sh'), [view, file]);
  }

  async function changesOf(
    view: 'digest' | 'people',
    changes: TerraformResourceChange[],
  ) {
    return JSON.parse(await canonical(view, planOf(changes))).changes;
  }

  async function digestOf(plan: unknown): Promise<string> {
    return digestOfText(JSON.stringify(plan));
  }

  async function digestOfText(text: string): Promise<string> {
    await writeFile(file, text);
    return runCommand(join(workflow, 'plan-digest.sh'), [file]);
  }

  async function recorded(
    name: string,
  ): Promise<TerraformPlan & { resource_changes: TerraformResourceChange[] }> {
    return JSON.parse(
      await readFile(
        join(__dirname, '__fixtures__', 'plans', `${name}.json`),
        'utf8',
      ),
    );
  }

  it('holds all values of what is created, and says which are unknown', async () => {
    const plan = await recorded('create');
    const [change] = JSON.parse(await canonical('people', plan)).changes;
    expect(change).toMatchObject({
      address: 'module.vm.vsphere_virtual_machine.this[0]',
      type: 'vsphere_virtual_machine',
      provider: 'registry.terraform.io/vmware/vsphere',
      actions: ['create'],
      values: expect.arrayContaining([
        { path: ['name'], after: 'web01' },
        { path: ['num_cpus'], after: 2 },
        { path: ['storage_policy_id'], unknown: true },
        { path: ['pci_device_id'], after: null },
        { path: ['disk', 1], after: {} },
        { path: ['disk', 1, 'size'], after: 20 },
        { path: ['disk', 1, 'uuid'], unknown: true },
      ]),
    });
  });

  it('holds only what an update changes, and on which object', async () => {
    const plan = await recorded('resize');
    const [change] = JSON.parse(await canonical('people', plan)).changes;
    expect(change).toMatchObject({
      actions: ['update'],
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(change.values).toEqual(
      expect.arrayContaining([
        { path: ['num_cpus'], before: 2, after: 4 },
        { path: ['memory'], before: 4096, after: 8192 },
        { path: ['disk', 0, 'size'], before: 40, after: 60 },
        { path: ['disk', 2, 'size'], after: 10 },
      ]),
    );
    expect(
      change.values.filter(({ path }: { path: unknown[] }) => path[1] === 1),
    ).toEqual([]);
  });

  it('says which object goes', async () => {
    const plan = await recorded('destroy');
    const [change] = JSON.parse(await canonical('digest', plan)).changes;
    expect(change).toEqual({
      address: 'module.vm.vsphere_virtual_machine.this[0]',
      mode: 'managed',
      type: 'vsphere_virtual_machine',
      provider: 'registry.terraform.io/vmware/vsphere',
      actions: ['delete'],
      reason: 'delete_because_count_index',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      replacePaths: [],
      values: [],
    });
  });

  it('says nothing of an id that there is not', async () => {
    for (const before of [{ id: null }, {}, null]) {
      const [change] = await changesOf('people', [
        resource('vm', { actions: ['delete'], before, after: null }),
      ]);
      expect(change).not.toHaveProperty('id');
    }
  });

  it('tells an attribute that goes away from one that is not set any more', async () => {
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
        values: [
          { path: ['policy'], before: 'gold', after: null },
          { path: ['tags', 'b'], before: '2' },
        ],
      },
    ]);
  });

  it('holds each element of a list in its place', async () => {
    expect(
      await changesOf(
        'people',
        update({ before: { dns: ['a', 'b'] }, after: { dns: ['b'] } }),
      ),
    ).toMatchObject([
      {
        values: [
          { path: ['dns', 0], before: 'a', after: 'b' },
          { path: ['dns', 1], before: 'b' },
        ],
      },
    ]);
  });

  it('says how much shorter a list becomes', async () => {
    const shortened = (...sizes: number[]) =>
      changesOf(
        'digest',
        update({
          before: { disk: sizes.map(size => ({ size })) },
          after: { disk: [{ size: 1 }] },
        }),
      );
    expect(await shortened(1, 2)).toMatchObject([
      {
        values: [
          { path: ['disk', 1], before: {} },
          { path: ['disk', 1, 'size'], before: 2 },
        ],
      },
    ]);
    expect(await shortened(1, 2, 3)).not.toEqual(await shortened(1, 2));
  });

  it('sets the old values aside of what is known only after apply', async () => {
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
        values: [
          { path: ['cpus'], before: 1, after: 2 },
          { path: ['disk', 0, 'size'], before: 1, after: 2 },
          { path: ['disk', 0, 'uuid'], unknown: true },
          { path: ['ip'], unknown: true },
        ],
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
        mode: 'managed',
        type: 'vsphere_virtual_machine',
        actions: ['delete', 'create'],
        id: 'old',
        replacePaths: [['clone', 0, 'template_uuid'], ['guest_id']],
        values: [
          {
            path: ['guest_id'],
            before: 'rhel8_64Guest',
            after: 'rhel9_64Guest',
          },
          { path: ['id'], unknown: true },
          { path: ['name'], before: 'web01', after: 'web01' },
        ],
      },
    ]);
  });

  it('holds what is read during apply, and leaves out what stays as it is', async () => {
    const read = {
      ...resource('data', { actions: ['read'], after: { name: 'a' } }),
      mode: 'data',
    };
    const same = resource('same', {
      actions: ['no-op'],
      before: { a: 1 },
      after: { a: 1 },
    });
    expect(await changesOf('people', [read, same])).toMatchObject([
      { address: 'data', mode: 'data', actions: ['read'] },
    ]);
  });

  it('holds an import and a move, though nothing else changes', async () => {
    const adopted = (importing: TerraformChange['importing']) =>
      resource('vm', {
        actions: ['no-op'],
        before: { id: 'u' },
        after: { id: 'u' },
        importing,
      });
    expect(await changesOf('digest', [adopted({ id: 'u' })])).toMatchObject([
      { actions: ['no-op'], importing: { id: 'u' } },
    ]);
    const identity = { email: 'a@acme.example' };
    expect(await changesOf('digest', [adopted({ identity })])).toMatchObject([
      { importing: { identity } },
    ]);
    expect(
      await changesOf('digest', [
        { ...adopted(undefined), previous_address: 'old' },
      ]),
    ).toMatchObject([{ actions: ['no-op'], previousAddress: 'old' }]);
  });

  it('tells apart what is left of an interrupted replacement', async () => {
    const gone = { actions: ['delete'], before: { id: 'old' }, after: null };
    const rest = { ...resource('vm', gone), deposed: '1f2e' };
    expect(await changesOf('digest', [rest])).toMatchObject([
      { address: 'vm', deposed: '1f2e', id: 'old' },
    ]);
  });

  it('holds deferrals, invoked actions, outputs and checks', async () => {
    expect(JSON.parse(await canonical('people', everyForm))).toMatchObject({
      complete: false,
      deferredChanges: [
        {
          deferral: 'resource_config_unknown',
          address: 'lab_machine.later[*]',
          actions: ['create'],
        },
      ],
      outputs: [
        {
          name: 'address',
          values: [{ path: [], before: '10.0.0.1', after: '10.0.0.2' }],
        },
        { name: 'machine', values: [{ path: [], unknown: true }] },
        {
          name: 'password',
          actions: ['delete'],
          values: [{ path: [], before: '(sensitive value)' }],
        },
      ],
      actions: [
        {
          address: 'action.lab_snapshot.before',
          trigger: {
            resource: 'lab_machine.imported',
            event: 'BeforeUpdate',
            block: 0,
            position: 0,
          },
        },
        { address: 'action.lab_mail.done', trigger: { position: 1 } },
      ],
      deferredActions: [
        { deferral: 'deferred_prereq', address: 'action.lab_mail.later' },
      ],
      checks: [
        {
          address: 'check.reachable',
          status: 'fail',
          instances: [{ problems: ['It does not answer.'] }],
        },
        { address: 'var.cpus', kind: 'var', status: 'pass' },
      ],
    });
  });

  it('is what the test of the plan on its page shows', async () => {
    const shown = await readFile(planOnItsPage, 'utf8');
    expect(JSON.parse(await canonical('people', everyForm))).toEqual(
      JSON.parse(shown),
    );
  });

  it('hides sensitive values from people, but binds them in the digest', async () => {
    const secret = (password: string) =>
      update({
        before: { user: { password: 'old', name: 'a' }, keys: ['k'] },
        after: { user: { password, name: 'b' }, keys: ['l'] },
        before_sensitive: { user: { password: true }, keys: true },
        after_sensitive: { user: { password: true }, keys: [true] },
      });
    const hidden = '(sensitive value)';
    expect(await changesOf('people', secret('new'))).toMatchObject([
      {
        values: [
          {
            path: ['keys'],
            before: hidden,
            beforeSensitive: true,
            after: [hidden],
          },
          { path: ['user', 'name'], before: 'a', after: 'b' },
          {
            path: ['user', 'password'],
            before: hidden,
            beforeSensitive: true,
            after: hidden,
            afterSensitive: true,
          },
        ],
      },
    ]);
    expect(await digestOf(planOf(secret('x')))).not.toBe(
      await digestOf(planOf(secret('y'))),
    );
  });

  it('makes one digest of plans that would do the same, whatever they leave as it is', async () => {
    const plan = await recorded('resize');
    const digest = await digestOf(plan);
    const [{ change }] = plan.resource_changes;
    const states = [change.before, change.after] as Record<string, unknown>[];
    for (const state of states) {
      state.host_system_id = 'host-999';
      state.power_state = 'off';
      state.vmware_tools_status = 'guestToolsNotRunning';
      state.default_ip_address = '10.0.0.99';
      state.guest_ip_addresses = ['10.0.0.99', 'fe80::1'];
    }
    expect(await digestOf(plan)).toBe(digest);
    states[0].num_cpus = 3;
    expect(await digestOf(plan)).not.toBe(digest);
  });

  it('is the SHA-256 of the canonical bytes, without a newline', async () => {
    const plan = await recorded('create');
    const bytes = await canonical('digest', plan);
    expect(bytes).not.toMatch(/\n/);
    const sum = createHash('sha256').update(bytes).digest('hex');
    expect(await digestOf(plan)).toBe(`sha256:${sum}\n`);
  });

  it.each([
    ['nothing', '', 'there is no plan in this file'],
    ['a file without a plan', '{"format_version":"1.0"}', 'there is no plan'],
    ['another thing', '{"error":"x"}', 'not the JSON form of a Terraform plan'],
    ['half a plan', '{"format_version":"1.2","resource_chan', 'parse error'],
    ['a state', formatted('"values":{}'), 'the plan has "values"'],
    ['another form', '{"format_version":"2.0"}', 'format version is 2.0'],
    ['a failed plan', formatted('"errored":true'), 'met an error'],
    [
      'sections that are not known',
      formatted('"condition_results":[],"policies":[]'),
      'the plan has "condition_results" and "policies", which this workflow does not know',
    ],
  ])('refuses %s', async (_, text, words) => {
    await expect(digestOfText(text)).rejects.toThrow(words);
  });

  it.each<[string, Partial<TerraformResourceChange>, string]>([
    [
      'an action',
      { change: { actions: ['rename'] } },
      'the action of the change of vm is ["rename"]',
    ],
    [
      'an order of actions',
      { change: { actions: ['forget', 'create'] } },
      'the action of the change of vm is ["forget","create"]',
    ],
    ['a mode', { mode: 'list' }, 'the mode of vm is "list"'],
    [
      'a part of a change',
      { change: { actions: ['create'], renaming: {} } as TerraformChange },
      'the change of vm has "renaming"',
    ],
    [
      'a way to import',
      {
        change: {
          actions: ['no-op'],
          importing: { path: '/' } as TerraformChange['importing'],
        },
      },
      'the import of vm has "path"',
    ],
  ])('refuses %s that it does not know', async (_, part, words) => {
    const change = resource('vm', { actions: ['no-op'] });
    await expect(digestOf(planOf([{ ...change, ...part }]))).rejects.toThrow(
      `${words}, which this workflow does not know`,
    );
  });

  it('takes a plan without changes', async () => {
    expect(await digestOf(planOf([]))).toMatch(/^sha256:/);
    expect(await digestOf(planOf([]))).toBe(
      await digestOf({ format_version: '1.2', planned_values: {} }),
    );
  });

  describe('with a jq that rounds numbers', () => {
    const numbers = join(workflow, 'exact-numbers.awk');
    const read = async (text: string) => {
      await writeFile(file, text);
      return runCommand('awk', ['-f', numbers, file]);
    };

    it.each([
      '9007199254740993',
      '-9007199254740993',
      '[1,{"a":12345678901234567890}]',
      '0.1234567890123456',
      '{"a\\\\":9007199254740993}',
      '1e999',
    ])('refuses %s', async text => {
      await expect(read(text)).rejects.toThrow('install jq 1.7 or newer');
    });

    it.each([
      '9007199254740992',
      '-0.000000123456789012345',
      '{"9007199254740993":"9007199254740993"}',
      '"a quote \\" and 9007199254740993"',
      '[true,false,null,1e3,-1]',
      '""',
    ])('takes %s', async text => {
      expect(await read(text)).toBe('');
    });
  });
});

function planOf(changes: TerraformResourceChange[]) {
  return { format_version: '1.2', resource_changes: changes };
}

function formatted(more: string): string {
  return `{"format_version":"1.0",${more}}`;
}
