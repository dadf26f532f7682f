import {
  inventoryKinds,
  InventoryObject,
  Machine,
} from '@backlot/plugin-vm-inventory-common';
import { InventoryChange } from '@backlot/plugin-vm-inventory-node';
import * as fc from 'fast-check';
import { InventorySnapshot } from './InventorySnapshot';

const source = 'fra';

function machine(id: string, overrides: Partial<Machine> = {}): Machine {
  return {
    kind: 'machine',
    source,
    id,
    name: id,
    power: 'on',
    datastores: [],
    networks: [],
    ...overrides,
  };
}

function set(object: InventoryObject): InventoryChange {
  return { type: 'set', object };
}

function contents(snapshot: InventorySnapshot) {
  return inventoryKinds
    .flatMap(kind => [...snapshot.list(kind, source)])
    .sort((a, b) => (`${a.kind}${a.id}` < `${b.kind}${b.id}` ? -1 : 1));
}

function names(snapshot: InventorySnapshot, ...fields: string[]) {
  return snapshot
    .table('machine')
    .sortedBy(...fields)
    .entries.map(({ object }) => object.id);
}

describe('InventorySnapshot', () => {
  it('leaves the state before a change as it was', () => {
    const before = InventorySnapshot.empty(1).with(source, [
      set(machine('vm-1')),
    ]);
    const after = before.with(source, [
      set(machine('vm-1', { power: 'off' })),
      set(machine('vm-2')),
    ]);

    expect(before.get('machine', source, 'vm-1')?.power).toBe('on');
    expect(before.get('machine', source, 'vm-2')).toBeUndefined();
    expect(after.get('machine', source, 'vm-1')?.power).toBe('off');
    expect([before.version, after.version]).toEqual([2, 3]);
    expect(after.counts(source).machine).toBe(2);
  });

  it('is itself after changes that change nothing', () => {
    const before = InventorySnapshot.empty(1).with(source, [
      set(machine('vm-1', { ipAddress: undefined })),
    ]);

    expect(
      before.with(source, [
        set(machine('vm-1')),
        { type: 'delete', kind: 'machine', id: 'vm-9' },
      ]),
    ).toBe(before);
  });

  it('tells the version of each kind by its last change', () => {
    const snapshot = InventorySnapshot.empty(1)
      .with(source, [set(machine('vm-1'))])
      .with(source, [
        set({ kind: 'datacenter', source, id: 'datacenter-1', name: 'fra1' }),
      ]);

    expect(snapshot.table('machine').version).toBe(2);
    expect(snapshot.table('datacenter').version).toBe(3);
  });

  it('keeps the same id of two sources apart', () => {
    const snapshot = InventorySnapshot.empty(1)
      .with('fra', [set(machine('vm-1'))])
      .with('ams', [set({ ...machine('vm-1'), source: 'ams' })])
      .with('fra', [{ type: 'delete', kind: 'machine', id: 'vm-1' }]);

    expect(snapshot.get('machine', 'fra', 'vm-1')).toBeUndefined();
    expect(snapshot.get('machine', 'ams', 'vm-1')).toBeDefined();
  });

  it('puts 2 before 10, whatever the case, and absent last', () => {
    const snapshot = InventorySnapshot.empty(1).with(source, [
      set(machine('a', { name: 'web10', cpus: 2 })),
      set(machine('b', { name: 'Web2' })),
      set(machine('c', { name: 'web1', cpus: 4 })),
    ]);

    expect(names(snapshot, 'name')).toEqual(['c', 'b', 'a']);
    expect(names(snapshot, 'cpus')).toEqual(['a', 'c', 'b']);
  });

  it('counts what machines were given anew when machines change', () => {
    const snapshot = InventorySnapshot.empty(1).with(source, [
      set(machine('vm-1', { cluster: 'domain-1', cpus: 4, memoryMib: 1024 })),
    ]);

    expect(snapshot.allocation(source, 'domain-1').cpus).toBe(4);
    expect(
      snapshot
        .with(source, [
          set(
            machine('vm-2', { cluster: 'domain-1', cpus: 2, memoryMib: 1024 }),
          ),
        ])
        .allocation(source, 'domain-1').cpus,
    ).toBe(6);
  });

  const someMachine = fc
    .record({
      number: fc.integer({ min: 0, max: 30 }),
      name: fc.constantFrom('web1', 'web2', 'web10', 'WEB2', 'db'),
      cluster: fc.option(fc.constantFrom('domain-1', 'domain-2'), {
        nil: undefined,
      }),
      cpus: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
    })
    .map(({ number, ...rest }) => machine(`vm-${number}`, rest));
  const someChange = fc.oneof(
    { weight: 3, arbitrary: someMachine.map(set) },
    {
      weight: 1,
      arbitrary: fc.integer({ min: 0, max: 30 }).map(
        (number): InventoryChange => ({
          type: 'delete',
          kind: 'machine',
          id: `vm-${number}`,
        }),
      ),
    },
  );

  it('is after any changes what a fresh load would be, its indexes too', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(someChange, { maxLength: 12 }), { maxLength: 12 }),
        batches => {
          const fields = [['name'], ['cpus'], ['cluster', 'name']];
          const expected = new Map<string, InventoryObject>();
          let snapshot = InventorySnapshot.empty(1);
          fields.forEach(each => names(snapshot, ...each));
          for (const batch of batches) {
            snapshot = snapshot.with(source, batch);
            for (const change of batch) {
              if (change.type === 'set') {
                expected.set(change.object.id, change.object);
              } else {
                expected.delete(change.id);
              }
            }
          }
          const fresh = InventorySnapshot.empty(1).with(
            source,
            [...expected.values()].map(set),
          );
          expect(contents(snapshot)).toEqual(contents(fresh));
          expect(snapshot.counts(source)).toEqual(fresh.counts(source));
          for (const each of fields) {
            expect(names(snapshot, ...each)).toEqual(names(fresh, ...each));
          }
        },
      ),
    );
  });

  it('becomes any load by the changes to it', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(someMachine, { selector: ({ id }) => id }),
        fc.uniqueArray(someMachine, { selector: ({ id }) => id }),
        (known, loaded) => {
          const before = InventorySnapshot.empty(1).with(
            source,
            known.map(set),
          );
          const after = before.with(source, before.changesTo(source, loaded));
          expect(contents(after)).toEqual(
            contents(InventorySnapshot.empty(1).with(source, loaded.map(set))),
          );
        },
      ),
    );
  });
});
