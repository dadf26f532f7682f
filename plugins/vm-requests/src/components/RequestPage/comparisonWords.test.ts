import {
  comparePlans,
  emptyPlanSections,
  Plan,
  PlanChange,
} from '@backlot/plugin-vm-requests-common';
import { comparisonRows } from './comparisonWords';

const plan: Plan = {
  ...emptyPlanSections,
  digest: `sha256:${'1'.repeat(64)}`,
  commit: 'a'.repeat(40),
  summary: { add: 1, change: 0, destroy: 0 },
  text: 'Plan: 1 to add, 0 to change, 0 to destroy.',
  exact: true,
};

const machine: PlanChange = {
  address: 'vm',
  mode: 'managed',
  type: 'vsphere_virtual_machine',
  actions: ['create'],
  replacePaths: [],
  values: [],
};

function rows(before: Partial<Plan>, after: Partial<Plan>) {
  return comparePlans({ ...plan, ...before }, { ...plan, ...after }).map(
    comparisonRows,
  );
}

describe('comparisonRows', () => {
  it('says what each plan does with a resource, and each thing that differs', () => {
    expect(
      rows(
        { changes: [{ ...machine, values: [{ path: ['cpus'], after: 2 }] }] },
        {
          changes: [
            {
              ...machine,
              actions: ['delete', 'create'],
              reason: 'replace_because_tainted',
              values: [
                { path: ['cpus'], before: 8, after: 2 },
                { path: ['disk', 0, 'size'], after: 40 },
                { path: ['moid'], unknown: true },
              ],
            },
          ],
        },
      ),
    ).toEqual([
      {
        item: {
          name: 'vm',
          before: 'will be created',
          after: 'will be destroyed and created again',
        },
        differences: [
          {
            name: 'because',
            before: 'not in this plan',
            after: 'it was only partly created',
          },
          { name: 'cpus', before: '2', after: '8 → 2' },
          { name: 'disk[0].size', before: 'not in this plan', after: '40' },
          {
            name: 'moid',
            before: 'not in this plan',
            after: 'known after apply',
          },
        ],
      },
    ]);
  });

  it('says of what is new or gone that the other plan has nothing of it', () => {
    const reboot = {
      address: 'action.reboot',
      type: 'reboot',
      trigger: {},
      values: [],
    };
    expect(
      rows(
        {
          outputs: [{ name: 'moid', actions: ['create'], values: [] }],
          deferredChanges: [{ ...machine, deferral: 'absent_prereq' }],
        },
        {
          actions: [reboot],
          deferredActions: [{ ...reboot, deferral: 'absent_prereq' }],
          checks: [{ address: 'check.a', status: 'fail', instances: [] }],
        },
      ).map(({ item }) => item),
    ).toEqual([
      {
        name: 'action.reboot',
        before: 'not in this plan',
        after: 'will be taken by itself',
      },
      { name: 'Output moid', before: 'is new', after: 'not in this plan' },
      {
        name: 'vm',
        before: 'will be created, by a later plan',
        after: 'not in this plan',
      },
      {
        name: 'action.reboot',
        before: 'not in this plan',
        after: 'will later be taken by itself',
      },
      { name: 'check.a', before: 'not in this plan', after: 'fails' },
    ]);
  });

  it('names the facts as the plan does, and keeps those in words of their own as they are', () => {
    const [{ differences }] = rows(
      { changes: [machine] },
      {
        changes: [
          {
            ...machine,
            previousAddress: 'old',
            replacePaths: [['disk', 0]],
            provider: 'registry.terraform.io/vmware/vsphere',
          },
        ],
      },
    );
    expect(differences).toEqual([
      {
        name: 'cannot be changed in place',
        before: '[]',
        after: '[["disk",0]]',
      },
      { name: 'moved from', before: 'not in this plan', after: 'old' },
      {
        name: 'provider',
        before: 'not in this plan',
        after: 'registry.terraform.io/vmware/vsphere',
      },
    ]);
  });
});
