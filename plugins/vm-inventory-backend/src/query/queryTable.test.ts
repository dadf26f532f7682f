import { InventoryQuery, Machine } from '@backlot/plugin-vm-inventory-common';
import { InventoryChange } from '@backlot/plugin-vm-inventory-node';
import * as fc from 'fast-check';
import { snapshotAfter, snapshotOf } from '../__testUtils__/snapshotAfter';
import { InventorySnapshot } from '../store';
import { Entry } from '../store/Entry';
import { queryTable } from './queryTable';

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

function tableOf(machines: Machine[]) {
  return snapshotOf(source, machines).table('machine');
}

function ids(machines: Machine[], query: InventoryQuery) {
  return queryTable('machine', tableOf(machines), query).items.map(
    ({ id }) => id,
  );
}

describe('queryTable', () => {
  const machines = [
    machine('vm-1', {
      name: 'Web10',
      cluster: 'domain-1',
      cpus: 2,
      ipAddress: '10.0.0.10',
      datastores: ['datastore-1', 'datastore-2'],
    }),
    machine('vm-2', { name: 'web2', cluster: 'domain-1', cpus: 4 }),
    machine('vm-3', { name: 'db', cluster: 'domain-2', power: 'off' }),
  ];

  it.each<[string, InventoryQuery, string[]]>([
    ['all by name when nothing is asked', {}, ['vm-3', 'vm-2', 'vm-1']],
    ['a reference', { filter: { cluster: 'domain-1' } }, ['vm-2', 'vm-1']],
    [
      'any of several values',
      { filter: { cluster: ['domain-1', 'domain-2'] } },
      ['vm-3', 'vm-2', 'vm-1'],
    ],
    [
      'several fields together',
      { filter: { cluster: 'domain-1', cpus: '4' } },
      ['vm-2'],
    ],
    [
      'one of the values that a field holds',
      { filter: { datastores: 'datastore-2' } },
      ['vm-1'],
    ],
    ['part of the name', { search: 'WEB' }, ['vm-2', 'vm-1']],
    ['part of the address', { search: '0.0.10' }, ['vm-1']],
    ['part of the id', { search: 'm-3' }, ['vm-3']],
    [
      'search within a filter',
      { search: 'web1', filter: { cluster: 'domain-1' } },
      ['vm-1'],
    ],
    ['descending, absent last', { sort: '-cpus' }, ['vm-2', 'vm-1', 'vm-3']],
    ['nothing', { filter: { name: 'none' } }, []],
    ['what follows some', { offset: 1 }, ['vm-2', 'vm-1']],
    ['nothing after the last', { offset: 3 }, []],
    [
      'what follows some of those found',
      { search: 'web', offset: 1, limit: 1 },
      ['vm-1'],
    ],
    [
      'a reference in one source',
      { filter: { source, cluster: 'domain-1' }, sort: '-name' },
      ['vm-1', 'vm-2'],
    ],
  ])('finds %s', (_, query, expected) => {
    expect(ids(machines, query)).toEqual(expected);
  });

  it.each<[string, InventoryQuery, RegExp]>([
    [
      'a filter by a field that is none',
      { filter: { colour: 'red' } },
      /machine has no field 'colour' to filter by. It has: source, id, name/,
    ],
    [
      'a filter by a field of all objects in JavaScript',
      { filter: { constructor: 'x' } },
      /no field 'constructor'/,
    ],
    [
      'an order by a field that is none',
      { sort: '-x' },
      /no field 'x' to sort/,
    ],
    [
      'an order by several',
      { sort: 'networks' },
      /several values of 'networks'/,
    ],
    ['a word for a number', { filter: { cpus: 'two' } }, /not 'two'/],
    [
      'a cursor together with an offset',
      {
        offset: 1,
        cursor: queryTable('machine', tableOf(machines), { limit: 1 })
          .nextCursor,
      },
      /'cursor' and 'offset' both/,
    ],
    ['a foreign cursor', { cursor: 'abc' }, /does not come from a list/],
    [
      'a cursor of another order',
      {
        sort: 'id',
        cursor: queryTable('machine', tableOf(machines), { limit: 1 })
          .nextCursor,
      },
      /sorted by 'name', not 'id'/,
    ],
  ])('refuses %s', (_, query, message) => {
    expect(() => ids(machines, query)).toThrow(message);
  });

  it('leaves out what may not be seen, in the total too', () => {
    expect(
      queryTable(
        'machine',
        tableOf(machines),
        {},
        object => object.id !== 'vm-1',
      ),
    ).toMatchObject({ total: 2, items: [{ id: 'vm-3' }, { id: 'vm-2' }] });
  });

  it('goes on after the last item although it has gone', () => {
    const first = queryTable('machine', tableOf(machines), { limit: 1 });

    expect(
      ids(machines.slice(0, 2), { limit: 1, cursor: first.nextCursor }),
    ).toEqual(['vm-2']);
  });

  it('pages through exactly what filtering and sorting by hand finds', () => {
    const someMachine = fc
      .record({
        number: fc.integer({ min: 0, max: 60 }),
        name: fc.constantFrom('web1', 'web2', 'Web10', 'db'),
        cluster: fc.option(fc.constantFrom('domain-1', 'domain-2'), {
          nil: undefined,
        }),
        cpus: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
      })
      .map(({ number, ...rest }) => machine(`vm-${number}`, rest));
    fc.assert(
      fc.property(
        fc.uniqueArray(someMachine, { selector: ({ id }) => id }),
        fc.constantFrom('name', '-name', 'cpus', '-cpus', 'id', '-id'),
        fc.option(fc.constantFrom('domain-1', 'domain-2'), { nil: undefined }),
        fc.option(fc.constantFrom('web', '1'), { nil: undefined }),
        fc.integer({ min: 1, max: 7 }),
        (all, sort, cluster, search, limit) => {
          const table = tableOf(all);
          const expected = all.filter(
            each =>
              (!cluster || each.cluster === cluster) &&
              (!search ||
                each.id.includes(search) ||
                each.name.toLowerCase().includes(search)),
          );
          const seen: Machine[] = [];
          let cursor: string | undefined;
          do {
            const page = queryTable('machine', table, {
              ...(cluster && { filter: { cluster } }),
              search,
              sort,
              limit,
              cursor,
            });
            expect(page.total).toBe(expected.length);
            expect(page.items.length).toBeLessThanOrEqual(limit);
            seen.push(...page.items);
            cursor = page.nextCursor;
          } while (cursor);

          for (let offset = 0; offset <= seen.length; offset += limit) {
            const page = queryTable('machine', table, {
              ...(cluster && { filter: { cluster } }),
              search,
              sort,
              limit,
              offset,
            });
            expect(page.items).toEqual(seen.slice(offset, offset + limit));
            expect(page.total).toBe(expected.length);
          }
          expect(seen.map(({ id }) => id).sort()).toEqual(
            expected.map(({ id }) => id).sort(),
          );
          const field = sort.replace('-', '') as 'name' | 'cpus' | 'id';
          const keys = seen.map(each => new Entry(each).sortKey(field));
          const present = keys.filter(key => key !== undefined);
          const ordered = present.sort((a, b) => (a < b ? -1 : 1));
          expect(keys).toEqual([
            ...(sort.startsWith('-') ? ordered.reverse() : ordered),
            ...keys.filter(key => key === undefined),
          ]);
        },
      ),
    );
  });

  it('answers after any changes what it would of a fresh table, asked before or not', () => {
    const queries: InventoryQuery[] = [
      {},
      { sort: '-cpus' },
      { filter: { power: 'on' }, sort: '-name' },
      { filter: { cluster: 'domain-1', power: 'off' } },
      { search: 'web' },
    ];
    const someChange = fc
      .record({
        number: fc.integer({ min: 0, max: 12 }),
        name: fc.constantFrom('web1', 'web2', 'db'),
        power: fc.constantFrom('on', 'off', 'suspended'),
        cluster: fc.constantFrom('domain-1', undefined),
        cpus: fc.constantFrom(1, 2, undefined),
        gone: fc.boolean(),
      })
      .map(({ number, gone, ...rest }): InventoryChange => {
        const id = `vm-${number}`;
        return gone
          ? { type: 'delete', kind: 'machine', id }
          : { type: 'set', object: machine(id, rest) };
      });
    const step = fc.record({
      changes: fc.array(someChange, { maxLength: 4 }),
      asked: fc.array(fc.constantFrom(...queries), { maxLength: 2 }),
      // As many changes as make a table settle its indexes.
      many: fc.boolean(),
    });
    const visible = ({ id }: { id: string }) => id !== 'vm-1';
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), steps => {
        let snapshot = snapshotOf(source, []);
        const answersOf = (of: InventorySnapshot, asked: InventoryQuery[]) =>
          asked.flatMap(query =>
            [undefined, visible].map(sees =>
              queryTable('machine', of.table('machine'), query, sees),
            ),
          );
        const answered: [InventorySnapshot, InventoryQuery[]][] = [];
        for (const { changes, asked, many } of steps) {
          snapshot = snapshotAfter(snapshot, source, changes);
          answersOf(snapshot, asked);
          answered.push([snapshot, asked]);
          for (let i = 0; many && i < 60; i++) {
            const crowd = Array.from({ length: 20 }, (_, number) =>
              machine(`crowd-${number}`, { name: `web${i}` }),
            );
            snapshot = snapshotAfter(
              snapshot,
              source,
              crowd.map(object => ({ type: 'set', object })),
            );
          }
        }
        for (const [then, asked] of [
          ...answered,
          [snapshot, queries],
        ] as const) {
          expect(answersOf(then, [...asked])).toEqual(
            answersOf(snapshotOf(source, then.list('machine', source)), [
              ...asked,
            ]),
          );
        }
      }),
      { numRuns: 25 },
    );
  });
});
