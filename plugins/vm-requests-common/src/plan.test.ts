import { emptyPlanSections, isEmptyPlan, Plan, planSchema } from './plan';

const plan: Plan = {
  ...emptyPlanSections,
  digest: `sha256:${'1'.repeat(64)}`,
  commit: 'a'.repeat(40),
  summary: { add: 0, change: 0, destroy: 0 },
  text: 'No changes.',
  exact: true,
};

const gone: Plan['changes'][number] = {
  address: 'vm',
  mode: 'managed',
  type: 'vsphere_virtual_machine',
  actions: ['delete'],
  replacePaths: [],
  values: [],
};

describe('isEmptyPlan', () => {
  it('is so without changes, whatever checks say', () => {
    expect(isEmptyPlan(plan)).toBe(true);
    expect(
      isEmptyPlan({
        ...plan,
        checks: [{ address: 'check.a', status: 'fail', instances: [] }],
      }),
    ).toBe(true);
  });

  it.each<[string, Partial<Plan>]>([
    ['adds', { summary: { add: 1, change: 0, destroy: 0 } }],
    ['imports', { changes: [{ ...gone, actions: ['no-op'], importing: {} }] }],
    [
      'moves',
      { changes: [{ ...gone, actions: ['no-op'], previousAddress: 'old' }] },
    ],
    ['forgets', { changes: [{ ...gone, actions: ['forget'] }] }],
    [
      'changes an output',
      { outputs: [{ name: 'a', actions: ['update'], values: [] }] },
    ],
    [
      'takes an action',
      {
        actions: [{ address: 'action.a', type: 'a', trigger: {}, values: [] }],
      },
    ],
    ['defers', { deferredChanges: [{ ...gone, deferral: 'unknown' }] }],
    ['is not complete', { complete: false }],
  ])('is not so where a plan %s', (_, section) => {
    expect(isEmptyPlan({ ...plan, ...section })).toBe(false);
  });
});

describe('planSchema', () => {
  it('takes what is destroyed without an id, or with one that is a number', () => {
    const changes = [gone, { ...gone, id: 7 }];
    expect(planSchema.parse({ ...plan, changes }).changes).toEqual(changes);
  });

  it('refuses a plan of which a section is missing: its approver would not see it', () => {
    const { outputs: _, ...short } = plan;
    expect(planSchema.safeParse(short).success).toBe(false);
  });
});
