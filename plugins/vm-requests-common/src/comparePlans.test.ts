import fc from 'fast-check';
import { comparePlans, destroyedBy, PlanItemComparison } from './comparePlans';
import { emptyPlanSections, Plan, PlanChange, PlanValue } from './plan';

const plan: Plan = {
  ...emptyPlanSections,
  digest: `sha256:${'1'.repeat(64)}`,
  commit: 'a'.repeat(40),
  summary: { add: 1, change: 0, destroy: 0 },
  text: 'Plan: 1 to add, 0 to change, 0 to destroy.',
  exact: true,
};

const machine: PlanChange = {
  address: 'module.vm.vsphere_virtual_machine.this',
  mode: 'managed',
  type: 'vsphere_virtual_machine',
  actions: ['create'],
  replacePaths: [],
  values: [
    { path: ['name'], after: 'web01' },
    { path: ['num_cpus'], after: 2 },
    { path: ['moid'], unknown: true },
  ],
};

/** What is told of each item, without the items themselves. */
function verdicts(compared: PlanItemComparison[]) {
  return compared.map(({ section, name, is }) => [section, name, is]);
}

describe('comparePlans', () => {
  it('tells that a half-made machine would be replaced, and why', () => {
    const [compared] = comparePlans(
      { ...plan, changes: [machine] },
      {
        ...plan,
        changes: [
          {
            ...machine,
            actions: ['delete', 'create'],
            reason: 'replace_because_tainted',
            id: '4210',
          },
        ],
      },
    );
    expect(compared).toMatchObject({
      section: 'changes',
      name: machine.address,
      is: 'other',
      values: [],
    });
    expect(compared.facts).toEqual([
      { fact: 'actions', before: ['create'], after: ['delete', 'create'] },
      { fact: 'reason', after: 'replace_because_tainted' },
      { fact: 'id', after: '4210' },
    ]);
  });

  it('tells attributes that are new, gone or another', () => {
    const [compared] = comparePlans(
      { ...plan, changes: [machine] },
      {
        ...plan,
        changes: [
          {
            ...machine,
            actions: ['update'],
            values: [
              { path: ['num_cpus'], before: 8, after: 2 },
              { path: ['disk', 0, 'size'], before: 40, after: 60 },
              { path: ['name'], after: 'web01' },
            ],
          },
        ],
      },
    );
    expect(compared.values).toEqual([
      {
        path: ['num_cpus'],
        before: { path: ['num_cpus'], after: 2 },
        after: { path: ['num_cpus'], before: 8, after: 2 },
      },
      { path: ['moid'], before: { path: ['moid'], unknown: true } },
      {
        path: ['disk', 0, 'size'],
        after: { path: ['disk', 0, 'size'], before: 40, after: 60 },
      },
    ]);
  });

  it('names what is new, no longer there, and the same, with moves, outputs, actions and checks', () => {
    const record = { ...machine, address: 'dns_a_record_set.this' };
    const moved: PlanChange = {
      ...machine,
      address: 'vsphere_folder.new',
      actions: ['no-op'],
      values: [],
    };
    const action = (event: string) => ({
      address: 'action.reboot',
      type: 'reboot',
      trigger: { event },
      values: [],
    });
    const compared = comparePlans(
      {
        ...plan,
        changes: [machine, record, moved],
        outputs: [{ name: 'moid', actions: ['create'], values: [] }],
        actions: [action('AfterCreate')],
        checks: [{ address: 'check.a', status: 'pass', instances: [] }],
      },
      {
        ...plan,
        changes: [machine, { ...moved, previousAddress: 'vsphere_folder.old' }],
        outputs: [
          { name: 'moid', actions: ['update'], values: [] },
          { name: 'host', actions: ['create'], values: [] },
        ],
        actions: [action('AfterUpdate')],
        checks: [{ address: 'check.a', status: 'fail', instances: [] }],
      },
    );
    expect(verdicts(compared)).toEqual([
      ['changes', machine.address, 'same'],
      ['changes', 'vsphere_folder.new', 'other'],
      ['changes', 'dns_a_record_set.this', 'gone'],
      ['actions', 'action.reboot', 'new'],
      ['actions', 'action.reboot', 'gone'],
      ['outputs', 'moid', 'other'],
      ['outputs', 'host', 'new'],
      ['checks', 'check.a', 'other'],
    ]);
    expect(compared[1].facts).toEqual([
      { fact: 'previousAddress', after: 'vsphere_folder.old' },
    ]);
  });

  const anyValue = fc.record<PlanValue, 'path'>(
    {
      path: fc.array(fc.constantFrom<string | number>('name', 'disk', 0, 1), {
        maxLength: 3,
      }),
      before: fc.constantFrom<PlanValue['before']>(null, 1, 'a', { b: 1 }),
      after: fc.constantFrom<PlanValue['after']>(null, 1, 'a', { b: 1 }),
      unknown: fc.constant(true as const),
    },
    { requiredKeys: ['path'] },
  );
  const anyValues = fc.uniqueArray(anyValue, {
    maxLength: 4,
    selector: ({ path }) => JSON.stringify(path),
  });
  const anyActions = fc.constantFrom<PlanChange['actions']>(
    ['create'],
    ['update'],
    ['delete', 'create'],
  );
  const anyPlan: fc.Arbitrary<Plan> = fc
    .record({
      changes: fc.array(
        fc.record({
          address: fc.constantFrom('vm.a', 'vm.b', 'vm.c'),
          actions: anyActions,
          values: anyValues,
        }),
        { maxLength: 4 },
      ),
      outputs: fc.array(
        fc.record({
          name: fc.constantFrom('moid', 'name'),
          actions: anyActions,
          values: anyValues,
        }),
        { maxLength: 3 },
      ),
    })
    .map(({ changes, outputs }) => ({
      ...plan,
      changes: changes.map(change => ({ ...machine, ...change })),
      outputs,
    }));

  it('finds nothing to differ between a plan and itself, however its properties are ordered', () => {
    fc.assert(
      fc.property(anyPlan, one => {
        const reordered: Plan = JSON.parse(JSON.stringify(one), (_, value) =>
          value && typeof value === 'object' && !Array.isArray(value)
            ? Object.fromEntries(Object.entries(value).reverse())
            : value,
        );
        expect(comparePlans(one, reordered).map(({ is }) => is)).toEqual(
          [...one.changes, ...one.outputs].map(() => 'same'),
        );
      }),
    );
  });

  it('names each item of either plan once, and tells what differs', () => {
    fc.assert(
      fc.property(anyPlan, anyPlan, (one, other) => {
        const compared = comparePlans(one, other);
        const all = <T>(items: (T | undefined)[]) =>
          new Set(items.filter(item => item !== undefined));
        expect(all(compared.map(({ before }) => before))).toEqual(
          all([...one.changes, ...one.outputs]),
        );
        expect(all(compared.map(({ after }) => after))).toEqual(
          all([...other.changes, ...other.outputs]),
        );
        for (const { is, before, after, facts, values } of compared) {
          expect(is === 'new').toBe(before === undefined);
          expect(is === 'gone').toBe(after === undefined);
          expect(is === 'other').toBe(facts.length + values.length > 0);
        }
      }),
    );
  });

  it('tells the opposite the other way round', () => {
    const opposite = { same: 'same', new: 'gone', gone: 'new', other: 'other' };
    const sorted = (compared: PlanItemComparison[]) =>
      verdicts(compared).map(String).sort();
    fc.assert(
      fc.property(anyPlan, anyPlan, (one, other) => {
        expect(sorted(comparePlans(other, one))).toEqual(
          verdicts(comparePlans(one, other))
            .map(([section, name, is]) =>
              String([section, name, opposite[is as keyof typeof opposite]]),
            )
            .sort(),
        );
      }),
    );
  });
});

describe('destroyedBy', () => {
  it('names what is destroyed, and what is destroyed and created again', () => {
    const changes: PlanChange[] = [
      machine,
      { ...machine, address: 'a', actions: ['delete'] },
      { ...machine, address: 'b', actions: ['create', 'delete'] },
    ];
    expect(destroyedBy({ ...plan, changes })).toEqual(['a', 'b']);
  });
});
