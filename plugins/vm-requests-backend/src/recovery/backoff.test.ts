import fc from 'fast-check';
import { backoffMs } from './backoff';

describe('backoffMs', () => {
  it('doubles up to five minutes', () => {
    expect([1, 2, 3, 9, 10, 1000].map(backoffMs)).toEqual([
      1_000, 2_000, 4_000, 256_000, 300_000, 300_000,
    ]);
  });

  it('never shrinks', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), failures => {
        expect(backoffMs(failures + 1)).toBeGreaterThanOrEqual(
          backoffMs(failures),
        );
      }),
    );
  });
});
