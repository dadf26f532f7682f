import fc from 'fast-check';
import { axisTicks } from './axisTicks';

describe('axisTicks', () => {
  it('are round', () => {
    expect(axisTicks(230, 1)).toEqual([0, 50, 100, 150, 200, 250]);
    expect(axisTicks(9_000 * 1024, 1024)).toEqual(
      [0, 2000, 4000, 6000, 8000, 10_000].map(gib => gib * 1024),
    );
    expect(axisTicks(0, 1)).toEqual([0, 1]);
  });

  it('are a handful, and reach the largest value', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 1, max: 2 ** 30 }),
        (largest, unit) => {
          const ticks = axisTicks(largest, unit);
          expect(ticks.length).toBeGreaterThanOrEqual(2);
          expect(ticks.length).toBeLessThanOrEqual(6);
          expect(ticks.at(-1)).toBeGreaterThanOrEqual(largest);
          expect(ticks.every(tick => tick % unit === 0)).toBe(true);
        },
      ),
    );
  });
});
