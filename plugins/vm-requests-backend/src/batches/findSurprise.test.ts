import {
  emptyPlanSections,
  Plan,
  PlanValue,
} from '@backlot/plugin-vm-requests-common';
import { doingsOf } from './findSurprise';

function planOf(values: PlanValue[], address = 'module.vm.this'): Plan {
  return {
    ...emptyPlanSections,
    digest: `sha256:${'0'.repeat(64)}`,
    commit: 'f'.repeat(40),
    summary: { add: 0, change: 1, destroy: 0 },
    text: '',
    exact: true,
    changes: [
      {
        address,
        mode: 'managed',
        type: 'vsphere_virtual_machine',
        actions: ['update'],
        replacePaths: [],
        values,
      },
    ],
  };
}

describe('the doings of a plan', () => {
  it('are the same of two machines, whatever their values and disks', () => {
    const one = planOf([
      { path: ['name'], before: 'a', after: 'b' },
      { path: ['disk', 0, 'io_limit'], before: 0, after: -1 },
    ]);
    const other = planOf(
      [
        { path: ['name'], before: 'c', after: 'd' },
        { path: ['disk', 0, 'io_limit'], before: 0, after: -1 },
        { path: ['disk', 1, 'io_limit'], before: 0, after: -1 },
      ],
      'module.vm.other',
    );
    expect(doingsOf(one)).toEqual(doingsOf(other));
  });

  it('tell another attribute, and another action', () => {
    const plan = planOf([{ path: ['name'], before: 'a', after: 'b' }]);
    const more = planOf([
      { path: ['name'], before: 'a', after: 'b' },
      { path: ['tools_upgrade_policy'], after: 'manual' },
    ]);
    const [change] = plan.changes;
    expect(
      [...doingsOf(more)].filter(each => !doingsOf(plan).has(each)),
    ).toEqual(['change tools_upgrade_policy of vsphere_virtual_machine']);
    expect(
      doingsOf({
        ...plan,
        changes: [{ ...change, actions: ['delete', 'create'] }],
      }),
    ).toEqual(new Set(['delete and create vsphere_virtual_machine']));
    expect(doingsOf({ ...plan, changes: [] })).toEqual(new Set());
  });

  it('tell what an import updates, and that another updates nothing', () => {
    const { changes, ...rest } = planOf([
      { path: ['disk', 0, 'keep_on_remove'], before: false, after: true },
    ]);
    const imported = { ...changes[0], importing: { id: 'vm-1' } };
    expect(doingsOf({ ...rest, changes: [imported] })).toEqual(
      new Set([
        'import vsphere_virtual_machine',
        'change disk.keep_on_remove of vsphere_virtual_machine',
      ]),
    );
    expect(
      doingsOf({
        ...rest,
        changes: [{ ...imported, actions: ['no-op'], values: [] }],
      }),
    ).toEqual(new Set(['import vsphere_virtual_machine']));
  });
});
