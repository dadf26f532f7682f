import fc from 'fast-check';
import {
  emptyPlanSections,
  Plan,
  PlanChange,
  PlanValue,
} from '@backlot/plugin-vm-requests-common';
import { StoredRequest } from '../database/StoredRequest';
import { createOperation } from '../operations/create/createOperation';
import { resizeOperation } from '../operations/resize/resizeOperation';
import { isUntouched } from './isUntouched';

const cpus: PlanValue = { path: ['num_cpus'], before: 2, after: 4 };
const disk: PlanValue = { path: ['disk', 0, 'size'], before: 40, after: 60 };
const name: PlanValue = { path: ['name'], before: 'old', after: 'web01' };

let plans = 0;

function plan(values: PlanValue[], change: Partial<PlanChange> = {}): Plan {
  return {
    ...emptyPlanSections,
    digest: `sha256:${String(plans++).padStart(64, '0')}`,
    commit: 'f'.repeat(40),
    summary: { add: 0, change: 1, destroy: 0 },
    text: '',
    exact: true,
    changes:
      values.length === 0
        ? []
        : [
            {
              address: 'module.vm.vsphere_virtual_machine.this[0]',
              mode: 'managed',
              type: 'vsphere_virtual_machine',
              actions: ['update'],
              replacePaths: [],
              values,
              ...change,
            },
          ],
  };
}

function approved(
  given: Plan,
  more: Partial<StoredRequest> = {},
): Pick<StoredRequest, 'plan' | 'decision' | 'replaced'> {
  return {
    plan: given,
    decision: {
      by: 'user:default/priya.nair',
      at: '2026-11-21T12:00:00.000Z',
      approved: true,
      digest: given.digest,
    },
    ...more,
  };
}

const before = plan([cpus, disk]);

describe('isUntouched', () => {
  it.each<[string, Plan, boolean]>([
    ['the approved plan', before, true],
    ['more to do besides', plan([cpus, disk, name]), true],
    ['a part less to do', plan([disk]), false],
    ['a part from elsewhere', plan([{ ...cpus, before: 3 }, disk]), false],
    ['nothing to do', plan([]), false],
    ['a machine to make', plan([cpus, disk], { actions: ['create'] }), false],
    [
      'what cannot be compared',
      { ...plan([cpus, disk, name]), exact: false },
      false,
    ],
  ])('knows by %s', (_, now, untouched) => {
    expect(isUntouched(approved(before), resizeOperation, now)).toBe(untouched);
  });

  it('does not know where an earlier plan may have been applied in part', () => {
    const replaced = {
      plan: plan([cpus]),
      decision: approved(before).decision!,
      made: [],
    };
    const by = (mayExist?: boolean) =>
      isUntouched(
        approved(before, { replaced: { ...replaced, mayExist } }),
        resizeOperation,
        before,
      );
    expect([by(), by(true), by(false)]).toEqual([false, false, true]);
  });

  it('does not know of a new machine, nor without an approval', () => {
    expect(isUntouched(approved(before), createOperation, before)).toBe(false);
    expect(
      isUntouched(
        { plan: before, decision: undefined },
        resizeOperation,
        before,
      ),
    ).toBe(false);
  });

  it('never says so where something that was approved is done', () => {
    const values = fc.uniqueArray(
      fc.record({
        path: fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e')),
        before: fc.integer(),
        after: fc.integer(),
      }),
      { minLength: 1, selector: ({ path }) => path[0] },
    );
    fc.assert(
      fc.property(values, values, fc.nat(), (asked, besides, pick) => {
        const done = asked[pick % asked.length];
        const left = [...asked, ...besides].filter(
          ({ path }) => path[0] !== done.path[0],
        );
        expect(
          isUntouched(approved(plan(asked)), resizeOperation, plan(left)),
        ).toBe(false);
      }),
    );
  });
});
