import { Machine } from '@backlot/plugin-vm-inventory-common';
import { exampleMachine } from '@backlot/plugin-vm-inventory-node/testUtils';
import { InventoryMemory } from './InventoryMemory';

jest.setTimeout(60_000);

const MANY = 8_000;
const machines = (source: string, count: number, change?: Partial<Machine>) =>
  Array.from({ length: count }, (_, number) => ({
    ...exampleMachine(source, number),
    ...change,
  }));

describe('InventoryMemory', () => {
  const memoryOf = () => {
    const memory = new InventoryMemory({ firstVersion: 1, epoch: 'first' });
    let seq = 0;
    const replace = async (source: string, objects: Machine[]) => {
      const changes = await memory.effectOfAll(source, objects);
      seq += 1;
      await memory.advance(source, changes, { epoch: 'first', seq });
    };
    return { memory, replace };
  };

  /** What readers see in the turns that they get while something is done. */
  async function seenDuring<T>(
    work: Promise<unknown>,
    see: () => T,
  ): Promise<T[]> {
    const seen: T[] = [];
    let isDone = false;
    const look = () => {
      seen.push(see());
      if (!isDone) {
        setImmediate(look);
      }
    };
    setImmediate(look);
    await work;
    isDone = true;
    seen.push(see());
    return seen;
  }

  it('shows all of many changes at once, and lets readers have their turns meanwhile', async () => {
    const { memory, replace } = memoryOf();
    await replace('fra', machines('fra', MANY, { power: 'on' }));
    const table = () => memory.snapshot().table('machine');
    await table().prepare(['name']);

    const seen = await seenDuring(
      replace('fra', machines('fra', MANY, { power: 'off' })),
      () =>
        new Set(
          table()
            .sortedBy('name')
            .entries.map(({ object }) => (object as Machine).power),
        ),
    );

    expect(seen.length).toBeGreaterThan(3);
    for (const powers of seen) {
      expect([['on'], ['off']]).toContainEqual([...powers]);
    }
    expect(seen.at(-1)).toEqual(new Set(['off']));
  });

  it('loses none of what several sources say at the same time', async () => {
    const { memory, replace } = memoryOf();
    await Promise.all([
      replace('fra', machines('fra', MANY)),
      replace('ams', machines('ams', 10)),
      replace('lon', machines('lon', 3_000)),
    ]);
    const count = (source: string) => memory.snapshot().counts(source).machine;
    expect(['fra', 'ams', 'lon'].map(count)).toEqual([MANY, 10, 3_000]);

    await Promise.all([
      replace('fra', machines('fra', MANY - 5_000)),
      replace('ams', machines('ams', 11, { name: 'renamed' })),
    ]);
    expect(['fra', 'ams', 'lon'].map(count)).toEqual([MANY - 5_000, 11, 3_000]);
    expect(memory.snapshot().get('machine', 'ams', 'vm-3')?.name).toBe(
      'renamed',
    );
  });

  it('has indexes follow many changes', async () => {
    const { memory, replace } = memoryOf();
    await replace('fra', machines('fra', MANY));
    const powered = () =>
      memory
        .snapshot()
        .table('machine')
        .view(
          'on',
          ['name'],
          ({ object }) => (object as Machine).power === 'on',
        )
        .entries.map(({ object }) => object.name);
    powered();
    const loaded = machines('fra', MANY).flatMap((machine, number) =>
      number % 3 === 0
        ? []
        : [{ ...machine, name: `renamed-${(number * 7919) % MANY}` }],
    );
    await replace('fra', loaded);

    const fresh = memoryOf();
    await fresh.replace('fra', loaded);
    const expected = fresh.memory
      .snapshot()
      .table('machine')
      .sortedBy('name')
      .entries.filter(({ object }) => (object as Machine).power === 'on')
      .map(({ object }) => object.name);
    expect(powered()).toEqual(expected);
  });
});
