import { InventoryObject } from '@backlot/plugin-vm-inventory-common';
import { InventoryChange } from '@backlot/plugin-vm-inventory-node';
import { exampleMachine } from '@backlot/plugin-vm-inventory-node/testUtils';
import * as fc from 'fast-check';
import { InventoryMemory } from '../store';
import {
  ChangesCursor,
  decodeChangesCursor,
  encodeChangesCursor,
} from './ChangesCursor';
import { readChanges } from './readChanges';

const sources = ['ams', 'fra'];

function memoryOf() {
  const memory = new InventoryMemory({ firstVersion: 1, epoch: 'first' });
  const change = async (source: string, ...changes: InventoryChange[]) => {
    const { epoch, seq } = memory.historyOf(source).position;
    await memory.advance(source, await memory.effectOf(source, changes), {
      epoch,
      seq: seq + 1,
    });
  };
  const histories = () =>
    new Map(sources.map(source => [source, memory.historyOf(source)]));
  const end = () => readChanges(histories(), undefined, { limit: 1 }).cursor;
  return { memory, change, histories, end };
}

function set(object: InventoryObject): InventoryChange {
  return { type: 'set', object };
}

describe('readChanges', () => {
  it('begins at the end', async () => {
    const { change, histories } = memoryOf();
    await change('fra', set(exampleMachine('fra', 1)));

    expect(readChanges(histories(), undefined, { limit: 9 })).toMatchObject({
      items: [],
      reset: true,
      more: false,
    });
  });

  it('tells what is hidden now to be gone, and nothing of what never was shown', async () => {
    const { change, histories, end } = memoryOf();
    await change('fra', set(exampleMachine('fra', 1)));
    const cursor = end();
    await change(
      'fra',
      set({ ...exampleMachine('fra', 1), datacenter: 'hidden' }),
    );
    await change(
      'fra',
      set({ ...exampleMachine('fra', 2), datacenter: 'hidden' }),
    );
    await change('fra', {
      type: 'delete',
      kind: 'machine',
      id: exampleMachine('fra', 2).id,
    });

    expect(
      readChanges(histories(), cursor, {
        limit: 9,
        sees: ({ datacenter }) => datacenter !== 'hidden',
      }).items,
    ).toEqual([
      {
        type: 'delete',
        kind: 'machine',
        source: 'fra',
        id: exampleMachine('fra', 1).id,
      },
    ]);
  });

  it('waits where the caller has seen more than this replica', async () => {
    const { histories, end } = memoryOf();
    const ahead: ChangesCursor = new Map(end()).set('fra', {
      epoch: 'first',
      seq: 7,
      skip: 0,
    });

    expect(readChanges(histories(), ahead, { limit: 9 })).toEqual({
      items: [],
      cursor: ahead,
      reset: false,
      more: false,
    });
  });

  it('says so when it does not remember', async () => {
    const { change, histories, end } = memoryOf();
    const unknown: ChangesCursor = new Map(end()).set('fra', {
      epoch: 'other',
      seq: 1,
      skip: 0,
    });
    expect(readChanges(histories(), unknown, { limit: 9 }).reset).toBe(true);

    const old = end();
    for (let i = 0; i <= 10_000; i++) {
      await change(
        'fra',
        set({ ...exampleMachine('fra', 1), name: `name ${i}` }),
      );
    }
    expect(readChanges(histories(), old, { limit: 9 }).reset).toBe(true);
  });

  it('goes on through a new epoch', async () => {
    const { memory, change, histories, end } = memoryOf();
    await change('fra', set(exampleMachine('fra', 1)));
    const cursor = end();
    await memory.advance('fra', [], { epoch: 'second', seq: 1 });
    await change('fra', set(exampleMachine('fra', 2)));

    expect(readChanges(histories(), cursor, { limit: 9 })).toMatchObject({
      items: [set(exampleMachine('fra', 2))],
      reset: false,
    });
  });

  it('leads to what is there, in whatever steps', async () => {
    const someChange = fc.record({
      source: fc.constantFrom(...sources),
      number: fc.integer({ min: 0, max: 8 }),
      name: fc.option(fc.constantFrom('a', 'b')),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(someChange, { maxLength: 5 }), { maxLength: 10 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 0, max: 10 }),
        async (batches, limit, begin) => {
          const { memory, change, histories, end } = memoryOf();
          const all = () =>
            sources.flatMap(source =>
              memory.snapshot().list('machine', source),
            );
          const followed = new Map<string, InventoryObject>();
          const keyOf = (source: string, id: string) => `${source} ${id}`;
          let cursor: ChangesCursor | undefined;
          for (const [index, batch] of batches.entries()) {
            if (index === Math.min(begin, batches.length - 1)) {
              cursor = end();
              all().forEach(each =>
                followed.set(keyOf(each.source, each.id), each),
              );
            }
            for (const { source, number, name } of batch) {
              const machine = exampleMachine(source, number);
              await change(
                source,
                name === null
                  ? { type: 'delete', kind: 'machine', id: machine.id }
                  : set({ ...machine, name }),
              );
            }
          }
          for (let more = cursor !== undefined; more; ) {
            const read = readChanges(histories(), cursor, { limit });
            expect(read.reset).toBe(false);
            for (const item of read.items) {
              if (item.type === 'set') {
                const { source, id } = item.object;
                followed.set(keyOf(source, id), item.object);
              } else {
                followed.delete(keyOf(item.source, item.id));
              }
            }
            cursor = decodeChangesCursor(encodeChangesCursor(read.cursor));
            more = read.more;
          }
          const byKey = (a: InventoryObject, b: InventoryObject) =>
            keyOf(a.source, a.id) < keyOf(b.source, b.id) ? -1 : 1;
          expect([...followed.values()].sort(byKey)).toEqual(all().sort(byKey));
        },
      ),
    );
  });
});
