import { Machine } from '@backlot/plugin-vm-inventory-common';
import { atOnce } from '@backlot/plugin-vm-inventory-node';
import { exampleMachine } from '@backlot/plugin-vm-inventory-node/testUtils';
import { performance } from 'node:perf_hooks';
import { Entry } from './Entry';
import { KindTable } from './KindTable';

const source = 'fra';
const position = { epoch: 'test', seq: 1 };

const machine = (number: number): Machine => ({
  ...exampleMachine(source, number),
  memoryMib: 1024 * (1 + (number % 16)),
});

function tableOf(machines: Machine[], table = KindTable.empty()): KindTable {
  return atOnce(
    table.with(
      source,
      position,
      new Map(
        machines.map(object => {
          const entry = new Entry(object);
          return [entry.key, entry];
        }),
      ),
    ),
  );
}

const many = (count: number) =>
  tableOf(Array.from({ length: count }, (_, number) => machine(number)));

const idsOf = (table: KindTable, ...fields: string[]) =>
  table.sortedBy(...fields).entries.map(({ object }) => object.id);

/** Milliseconds of the longest time that others had to wait. */
async function longestWait(work: Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  let done = false;
  const watch = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (!done) {
      setImmediate(watch);
    }
  };
  setImmediate(watch);
  await work;
  done = true;
  return longest;
}

describe('KindTable', () => {
  it('has the same index whether or not it was prepared', async () => {
    const prepared = many(6_000);
    for (const fields of [['name'], ['memoryMib'], ['cluster', 'ipAddress']]) {
      await prepared.prepare(fields);
      expect(idsOf(prepared, ...fields)).toEqual(idsOf(many(6_000), ...fields));
    }
  });

  it('hands what was prepared on to the tables after it, which have their changes', async () => {
    const before = many(6_000);
    const preparing = before.prepare(['memoryMib']);
    const after = tableOf([{ ...machine(7), memoryMib: 0 }], before);
    await preparing;

    const make = jest.spyOn(Entry.prototype, 'sortKey');
    const [first] = idsOf(after, 'memoryMib');
    expect(make.mock.calls.length).toBeLessThan(200);
    make.mockRestore();
    expect(first).toBe(machine(7).id);
    expect(idsOf(before, 'memoryMib')[0]).not.toBe(machine(7).id);
  });

  it('prepares once for all who ask, and not again', async () => {
    const table = many(6_000);
    const inOrder = jest.spyOn(Entry.prototype, 'sortKey');
    await Promise.all([table.prepare(['cpus']), table.prepare(['cpus'])]);
    await tableOf([machine(7)], table).prepare(['cpus']);

    expect(inOrder).toHaveBeenCalledTimes(6_000);
    inOrder.mockRestore();
  });

  it('lets others have their turn while it prepares', async () => {
    const table = many(50_000);
    const begin = performance.now();
    const wait = await longestWait(table.prepare(['name']));
    const took = performance.now() - begin;

    expect(wait).toBeLessThan(took / 2);
  });
});
