import {
  emptyPlanSections,
  Plan,
  PlanAction,
  PlanChange,
} from '@backlot/plugin-vm-requests-common';
import {
  checkCompletes,
  checkDecommissions,
  checkOnlyCreates,
  checkOnlyDestroys,
} from './allowedPlan';

const directory = 'vms/development/web01';

function change(overrides: Partial<PlanChange> = {}): PlanChange {
  return {
    address: 'vm',
    mode: 'managed',
    type: 'vsphere_virtual_machine',
    actions: ['create'],
    replacePaths: [],
    values: [],
    ...overrides,
  };
}

function planOf(changes: PlanChange[], overrides: Partial<Plan> = {}): Plan {
  return {
    ...emptyPlanSections,
    digest: `sha256:${'1'.repeat(64)}`,
    commit: 'a'.repeat(40),
    summary: { add: 1, change: 0, destroy: 0 },
    changes,
    text: 'Plan: 1 to add',
    exact: true,
    ...overrides,
  };
}

const read = change({ address: 'data.a', mode: 'data', actions: ['read'] });
const moved = change({ actions: ['no-op'], previousAddress: 'old' });
const imported = change({ actions: ['no-op'], importing: { id: 'vm-1' } });
const forgotten = change({ actions: ['forget'] });
const reboot: PlanAction = {
  address: 'action.acme_reboot.vm',
  type: 'acme_reboot',
  trigger: { resource: 'vm', event: 'AfterCreate' },
  values: [],
};

describe('the plan of a new machine', () => {
  it('may create and read', () => {
    expect(() =>
      checkOnlyCreates(planOf([change(), read]), directory),
    ).not.toThrow();
  });

  it.each<[string, Plan]>([
    ['move vm', planOf([change({ address: 'a' }), moved])],
    ['import vm', planOf([imported])],
    ['forget vm', planOf([forgotten])],
    [
      'create and forget vm',
      planOf([change({ actions: ['create', 'forget'] })]),
    ],
    ['take action.acme_reboot.vm', planOf([change()], { actions: [reboot] })],
    ['change 1', planOf([], { summary: { add: 1, change: 1, destroy: 0 } })],
    ['is incomplete', planOf([change()], { complete: false })],
    [
      'adds nothing',
      planOf([], { summary: { add: 0, change: 0, destroy: 0 } }),
    ],
  ])('is refused when it would %s', (words, plan) => {
    expect(() => checkOnlyCreates(plan, directory)).toThrow(words);
  });
});

describe('the new plan of a machine that is half made', () => {
  const made = new Set(['vm']);
  const summary = { add: 1, change: 1, destroy: 1 };

  it.each<[string, PlanChange]>([
    ['create what is missing', change({ address: 'dns' })],
    ['read', read],
    ['change what was made', change({ actions: ['update'] })],
    ['replace what was made', change({ actions: ['delete', 'create'] })],
    [
      'replace what is only partly made',
      change({
        address: 'disk',
        actions: ['create', 'delete'],
        reason: 'replace_because_tainted',
      }),
    ],
  ])('may %s', (_, item) => {
    const all = [
      item,
      change({ actions: ['update'] }),
      change({ actions: ['delete', 'create'] }),
    ];
    expect(() =>
      checkCompletes(planOf(all, { summary }), directory, made),
    ).not.toThrow();
  });

  it.each<[string, Plan]>([
    [
      'update other',
      planOf([change({ address: 'other', actions: ['update'] })]),
    ],
    [
      'delete and create other',
      planOf([change({ address: 'other', actions: ['delete', 'create'] })]),
    ],
    ['delete vm', planOf([change({ actions: ['delete'] })])],
    ['delete vm', planOf([change({ actions: ['delete'], deposed: '1f' })])],
    ['move vm', planOf([moved])],
    ['import vm', planOf([imported])],
    ['forget vm', planOf([forgotten])],
    ['take action.acme_reboot.vm', planOf([change()], { actions: [reboot] })],
    ['does not say what', planOf([], { summary, exact: false })],
    ['is incomplete', planOf([change()], { complete: false })],
  ])('is refused when it would %s', (words, plan) => {
    expect(() => checkCompletes(plan, directory, made)).toThrow(words);
  });
});

describe.each([
  ['a roll-back', checkOnlyDestroys],
  ['a decommission', checkDecommissions],
])('the plan of %s', (_, check) => {
  const summary = { add: 0, change: 0, destroy: 1 };
  const gone = change({ actions: ['delete'] });

  it('may destroy', () => {
    expect(() =>
      check(planOf([gone, read], { summary }), directory),
    ).not.toThrow();
  });

  it.each<[string, Plan]>([
    ['also create vm', planOf([change()], { summary })],
    ['also forget vm', planOf([gone, forgotten], { summary })],
    ['also import vm', planOf([imported], { summary })],
    [
      'also take action.acme_reboot.vm',
      planOf([gone], { summary, actions: [reboot] }),
    ],
    ['also add or change', planOf([gone])],
  ])('is refused when it would %s', (words, plan) => {
    expect(() => check(plan, directory)).toThrow(words);
  });
});

describe('the plan of a decommission', () => {
  const gone = change({ actions: ['delete'] });

  it('is refused when it destroys nothing, which a roll-back may', () => {
    const nothing = planOf([], {
      summary: { add: 0, change: 0, destroy: 0 },
    });
    expect(() => checkDecommissions(nothing, directory)).toThrow(
      /destroys nothing/,
    );
    expect(() => checkOnlyDestroys(nothing, directory)).not.toThrow();
  });

  it('is refused when another would have to follow', () => {
    const summary = { add: 0, change: 0, destroy: 1 };
    expect(() =>
      checkDecommissions(
        planOf([gone], { summary, complete: false }),
        directory,
      ),
    ).toThrow(/is incomplete/);
  });
});
