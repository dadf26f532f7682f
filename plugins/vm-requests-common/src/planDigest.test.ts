import fc from 'fast-check';
import { PlanChange } from './plan';
import { canonicalPlan, comparePlans, isEmptyPlan } from './planDigest';

function change(overrides: Partial<PlanChange> = {}): PlanChange {
  return {
    address: 'module.vm.vsphere_virtual_machine.this',
    type: 'vsphere_virtual_machine',
    actions: ['create'],
    after: { num_cpus: 2, name: 'web01' },
    before: {},
    unknown: [],
    replacePaths: [],
    ...overrides,
  };
}

describe('canonicalPlan', () => {
  it('is what jq -cS prints: keys sorted, no spaces', () => {
    expect(canonicalPlan([change()])).toBe(
      '{"changes":[{"actions":["create"],"address":"module.vm.vsphere_virtual_machine.this","after":{"name":"web01","num_cpus":2},"replacePaths":[],"type":"vsphere_virtual_machine"}],"version":1}',
    );
  });

  it('is the same for any order, and whatever is unknown or was before', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 5 }),
        fc.dictionary(fc.string(), fc.jsonValue()),
        (addresses, values) => {
          const changes = addresses.map(address =>
            change({ address, after: values }),
          );
          const shuffled = [...changes].reverse().map(one => ({
            ...one,
            after: Object.fromEntries(Object.entries(one.after).reverse()),
            before: { name: 'old' },
            unknown: ['moid'],
          }));
          expect(canonicalPlan(shuffled)).toBe(canonicalPlan(changes));
        },
      ),
    );
  });

  it('differs when a value differs', () => {
    expect(canonicalPlan([change({ after: { num_cpus: 4 } })])).not.toBe(
      canonicalPlan([change({ after: { num_cpus: 2 } })]),
    );
  });

  it('leaves out what is only read', () => {
    expect(
      canonicalPlan([
        change({ actions: ['read'] }),
        change({ actions: ['no-op'] }),
      ]),
    ).toBe('{"changes":[],"version":1}');
  });
});

describe('isEmptyPlan', () => {
  it('is so without changes', () => {
    expect(
      isEmptyPlan({ summary: { add: 0, change: 0, destroy: 0 }, changes: [] }),
    ).toBe(true);
    expect(
      isEmptyPlan({
        summary: { add: 1, change: 0, destroy: 0 },
        changes: [change()],
      }),
    ).toBe(false);
  });
});

describe('comparePlans', () => {
  it('says nothing of two plans that do the same', () => {
    expect(
      comparePlans(
        { changes: [change()] },
        { changes: [change({ unknown: ['moid'] })] },
      ),
    ).toEqual([]);
  });

  it('names actions and values that differ', () => {
    expect(
      comparePlans(
        { changes: [change(), change({ address: 'b' })] },
        {
          changes: [
            change({ actions: ['delete', 'create'], after: { num_cpus: 4 } }),
            change({ address: 'c', actions: ['delete'] }),
          ],
        },
      ),
    ).toEqual([
      'b: was to create, now to stay',
      'c: to delete, new in the plan',
      'module.vm.vsphere_virtual_machine.this: was to create, now to delete and create',
      'module.vm.vsphere_virtual_machine.this: name was "web01", now nothing',
      'module.vm.vsphere_virtual_machine.this: num_cpus was 2, now 4',
    ]);
  });
});
