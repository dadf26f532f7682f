import {
  emptyPlanSections,
  Plan,
  planSchema,
} from '@backlot/plugin-vm-requests-common';
import { readPlan } from './readPlan';

const rest = {
  digest: `sha256:${'1'.repeat(64)}`,
  commit: 'a'.repeat(40),
  summary: { add: 1, change: 0, destroy: 0 },
  text: 'Plan: 1 to add, 0 to change, 0 to destroy.',
  exact: true,
};

describe('readPlan', () => {
  it('gives back what was kept', () => {
    const plan: Plan = {
      ...emptyPlanSections,
      ...rest,
      complete: false,
      changes: [
        {
          address: 'vm',
          mode: 'managed',
          type: 'vsphere_virtual_machine',
          actions: ['create'],
          replacePaths: [],
          values: [{ path: [], after: {} }],
        },
      ],
    };
    expect(readPlan(JSON.stringify(plan))).toEqual(plan);
  });

  it('reads a plan of an earlier release', () => {
    const change = {
      address: 'vm',
      type: 'vsphere_virtual_machine',
      actions: ['delete', 'create'],
      after: {
        num_cpus: 4,
        disk: [{ size: 60 }, {}, { label: 'disk2' }],
        dns: ['10.0.0.1'],
        policy: null,
      },
      before: { num_cpus: 2, disk: [{ size: 40 }, {}], policy: 'gold' },
      unknown: ['disk[2].uuid', 'moid'],
      replacePaths: ['clone[0].template_uuid'],
      id: '4210',
    };
    const plan = readPlan(JSON.stringify({ ...rest, changes: [change] }));
    expect(plan).toEqual({
      ...emptyPlanSections,
      ...rest,
      changes: [
        {
          address: 'vm',
          mode: 'managed',
          type: 'vsphere_virtual_machine',
          actions: ['delete', 'create'],
          id: '4210',
          replacePaths: [['clone', 0, 'template_uuid']],
          values: [
            { path: ['num_cpus'], before: 2, after: 4 },
            { path: ['disk', 0, 'size'], before: 40, after: 60 },
            { path: ['disk', 2, 'label'], after: 'disk2' },
            { path: ['policy'], before: 'gold', after: null },
            { path: ['dns', 0], after: '10.0.0.1' },
            { path: ['disk', 2, 'uuid'], unknown: true },
            { path: ['moid'], unknown: true },
          ],
        },
      ],
    });
    expect(planSchema.parse(plan)).toEqual(plan);
  });
});
