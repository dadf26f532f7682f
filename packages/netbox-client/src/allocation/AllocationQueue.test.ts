import fc from 'fast-check';
import { AllocationQueue } from './AllocationQueue';

describe('AllocationQueue', () => {
  it('puts together what comes while a batch is on its way', async () => {
    const batches: number[][] = [];
    const queue = new AllocationQueue<number, string>(async items => {
      batches.push(items);
      await new Promise(setImmediate);
      return items.map(item => ({ status: 'fulfilled', value: `${item}` }));
    }, 3);
    const first = [1, 2].map(item => queue.add(item));
    await new Promise(setImmediate);
    const second = [3, 4, 5, 6].map(item => queue.add(item));
    await expect(Promise.all([...first, ...second])).resolves.toEqual(
      [1, 2, 3, 4, 5, 6].map(String),
    );
    expect(batches).toEqual([[1, 2], [3, 4, 5], [6]]);
  });

  it('fails those whose batch failed, and goes on', async () => {
    let calls = 0;
    const queue = new AllocationQueue<number, number>(async items => {
      calls += 1;
      if (calls === 1) {
        throw new Error('no answer');
      }
      return items.map(value => ({ status: 'fulfilled', value }));
    }, 10);
    await expect(queue.add(1)).rejects.toThrow('no answer');
    await expect(queue.add(2)).resolves.toBe(2);
    expect(queue.idle).toBe(true);
  });

  it('answers every item with its own outcome', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer(), fc.boolean())),
        fc.integer({ min: 1, max: 5 }),
        async (items, maxBatch) => {
          const queue = new AllocationQueue<[number, boolean], number>(
            async batch =>
              batch.map(([value, works]) =>
                works
                  ? { status: 'fulfilled', value }
                  : { status: 'rejected', reason: value },
              ),
            maxBatch,
          );
          const outcomes = await Promise.allSettled(
            items.map(item => queue.add(item)),
          );
          expect(outcomes).toEqual(
            items.map(([value, works]) =>
              works
                ? { status: 'fulfilled', value }
                : { status: 'rejected', reason: value },
            ),
          );
        },
      ),
    );
  });
});
