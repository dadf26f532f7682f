import fc from 'fast-check';
import { theilSen } from './theilSen';

const small = fc.integer({ min: -1000, max: 1000 });
const line = fc.record({ slope: small, intercept: small });

const on = ({ slope, intercept }: { slope: number; intercept: number }) =>
  Array.from({ length: 30 }, (_, x) => ({ x, y: intercept + slope * x }));

describe('theilSen', () => {
  it('finds the line that points are on', () => {
    fc.assert(
      fc.property(line, given => {
        expect(theilSen(on(given))).toEqual({
          slope: given.slope,
          slopeLow: given.slope,
          slopeHigh: given.slope,
          intercept: given.intercept,
        });
      }),
    );
  });

  it('is not led astray by a fourth of the points', () => {
    fc.assert(
      fc.property(
        line,
        fc.uniqueArray(fc.integer({ min: 0, max: 29 }), { maxLength: 7 }),
        fc.integer({ min: -1_000_000, max: 1_000_000 }),
        (given, wrong, by) => {
          const points = on(given);
          wrong.forEach(index => {
            points[index].y += by;
          });
          expect(theilSen(points)).toMatchObject(given);
        },
      ),
    );
  });

  it('bounds the slope, the more narrowly the more points there are', () => {
    // A sawtooth around a rise of 2 a day.
    const points = Array.from({ length: 80 }, (_, x) => ({
      x,
      y: 2 * x + ((x * 7) % 13),
    }));
    const short = theilSen(points.slice(0, 20));
    const long = theilSen(points);

    for (const found of [short, long]) {
      expect(found.slopeLow).toBeLessThan(2);
      expect(found.slopeHigh).toBeGreaterThan(2);
    }
    expect(long.slopeHigh - long.slopeLow).toBeLessThan(
      (short.slopeHigh - short.slopeLow) / 2,
    );
  });
});
