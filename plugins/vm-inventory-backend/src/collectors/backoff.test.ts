import { backoff } from './backoff';

describe('backoff', () => {
  it.each([
    [1, 0, 500],
    [1, 1, 1_000],
    [3, 1, 4_000],
    [7, 1, 60_000],
    [2000, 1, 60_000],
    [2000, 0, 30_000],
  ])(
    'waits after failure %p with chance %p for %p ms',
    (failures, random, ms) => {
      expect(backoff(failures, random)).toBe(ms);
    },
  );
});
