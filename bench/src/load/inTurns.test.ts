import { setTimeout as delay } from 'node:timers/promises';
import { inTurns } from './inTurns';

describe('inTurns', () => {
  it('works on each item once, on so many at a time', async () => {
    const done: number[] = [];
    let atWork = 0;
    let most = 0;
    await inTurns([1, 2, 3, 4, 5, 6, 7], 3, async item => {
      atWork += 1;
      most = Math.max(most, atWork);
      await delay(1);
      atWork -= 1;
      done.push(item);
    });
    expect(done.sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(most).toBe(3);
  });

  it('fails with what fails', async () => {
    await expect(
      inTurns([1, 2], 2, async item => {
        throw new Error(`${item} is bad`);
      }),
    ).rejects.toThrow('1 is bad');
  });
});
