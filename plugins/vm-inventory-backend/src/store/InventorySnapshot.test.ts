import {
  Host,
  InventoryKind,
  inventoryKinds,
  InventoryObject,
  Machine,
} from '@backlot/plugin-vm-inventory-common';
import { atOnce, InventoryChange } from '@backlot/plugin-vm-inventory-node';
import * as fc from 'fast-check';
import { snapshotAfter, snapshotOf } from '../__testUtils__/snapshotAfter';
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

const exampleHost: Host = {
  kind: 'host',
  source,
  id: 'host-1',
  name: 'esx1',
  connection: 'connected',
  maintenance: false,
  cpuCores: 16,
  cpuMhz: 2_400,
  memoryMib: 65_536,
  cluster: 'domain-1',
};

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
    const before = snapshotOf(source, [machine('vm-1')]);
    const after = snapshotAfter(before, source, [
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
    const before = snapshotOf(source, [
      machine('vm-1', { ipAddress: undefined }),
    ]);

    expect(
      snapshotAfter(before, source, [
        set(machine('vm-1')),
        { type: 'delete', kind: 'machine', id: 'vm-9' },
      ]),
    ).toBe(before);
  });

  it('tells of several changes to one object the last, unless it undoes them', () => {
    const before = snapshotOf(source, [machine('vm-1')]);
    const off = set(machine('vm-1', { power: 'off' }));
    const on = set(machine('vm-1'));

    expect(atOnce(before.effect(source, [off, on, off]))).toEqual([
      { ...off, before: machine('vm-1') },
    ]);
    expect(atOnce(before.effect(source, [off, on]))).toEqual([]);
  });

  it('changes the tag of a kind when that kind changes', () => {
    const machines = snapshotOf(source, [machine('vm-1')]);
    const more = snapshotAfter(machines, source, [
      set({ kind: 'datacenter', source, id: 'datacenter-1', name: 'fra1' }),
    ]);
    const tagOf = (snapshot: InventorySnapshot, kind: InventoryKind) =>
      snapshot.table(kind).tag;

    expect(tagOf(more, 'machine')).toBe(tagOf(machines, 'machine'));
    expect(tagOf(more, 'datacenter')).not.toBe(tagOf(machines, 'datacenter'));
  });

  it('keeps the same id of two sources apart', () => {
    const both = snapshotAfter(snapshotOf('fra', [machine('vm-1')]), 'ams', [
      set({ ...machine('vm-1'), source: 'ams' }),
    ]);
    const snapshot = snapshotAfter(both, 'fra', [
      { type: 'delete', kind: 'machine', id: 'vm-1' },
    ]);

    expect(snapshot.get('machine', 'fra', 'vm-1')).toBeUndefined();
    expect(snapshot.get('machine', 'ams', 'vm-1')).toBeDefined();
  });

  it('puts 2 before 10, whatever the case, and absent last', () => {
    const snapshot = snapshotOf(source, [
      machine('a', { name: 'web10', cpus: 2 }),
      machine('b', { name: 'Web2' }),
      machine('c', { name: 'web1', cpus: 4 }),
    ]);

    expect(names(snapshot, 'name')).toEqual(['c', 'b', 'a']);
    expect(names(snapshot, 'cpus')).toEqual(['a', 'c', 'b']);
  });

  it('counts what machines were given anew when machines change', () => {
    const before = snapshotOf(source, [
      machine('vm-1', { cluster: 'domain-1', cpus: 4, memoryMib: 1024 }),
    ]);
    expect(before.allocation(source, 'domain-1').cpus).toBe(4);
    const after = snapshotAfter(before, source, [
      set(machine('vm-2', { cluster: 'domain-1', cpus: 2, memoryMib: 1024 })),
    ]);

    expect(after.allocation(source, 'domain-1').cpus).toBe(6);
  });

  const someMachine = fc
    .record({
      number: fc.integer({ min: 0, max: 30 }),
      name: fc.constantFrom('web1', 'web2', 'web10', 'WEB2', 'db'),
      cluster: fc.option(fc.constantFrom('domain-1', 'domain-2'), {
        nil: undefined,
      }),
      cpus: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
      host: fc.constantFrom('host-1', 'host-2', undefined),
    })
    .map(({ number, ...rest }) => machine(`vm-${number}`, rest));
  const someHost = fc
    .record({
      id: fc.constantFrom('host-1', 'host-2'),
      name: fc.constantFrom('esx1', 'esx2'),
      cluster: fc.constantFrom('domain-1', 'domain-2'),
      maintenance: fc.boolean(),
    })
    .map((host): Host => ({ ...exampleHost, ...host }));
  const someChange = fc.oneof(
    { weight: 3, arbitrary: someMachine.map(set) },
    { weight: 1, arbitrary: someHost.map(set) },
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
          const clusters = ['domain-1', 'domain-2'];
          const allocations = (of: InventorySnapshot) =>
            clusters.map(cluster => of.allocation(source, cluster));
          allocations(snapshot);
          fields.forEach(each => names(snapshot, ...each));
          for (const batch of batches) {
            snapshot = snapshotAfter(snapshot, source, batch);
            for (const change of batch) {
              if (change.type === 'set') {
                expected.set(change.object.id, change.object);
              } else {
                expected.delete(change.id);
              }
            }
          }
          const fresh = snapshotOf(source, [...expected.values()]);
          expect(contents(snapshot)).toEqual(contents(fresh));
          expect(snapshot.counts(source)).toEqual(fresh.counts(source));
          expect(allocations(snapshot)).toEqual(allocations(fresh));
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
          const before = snapshotOf(source, known);
          const after = snapshotAfter(before, source, [
            ...atOnce(before.effectOfAll(source, loaded)),
          ]);
          expect(contents(after)).toEqual(contents(snapshotOf(source, loaded)));
        },
      ),
    );
  });
});
