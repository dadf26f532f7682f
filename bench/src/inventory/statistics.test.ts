import { percentile } from './statistics';

describe('percentile', () => {
  it('is one of the values, and so many percent do not exceed it', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentile(hundred, 99)).toBe(99);
    expect(percentile(hundred, 50)).toBe(50);
    expect(percentile([7], 99)).toBe(7);
    expect(percentile([1, 2], 100)).toBe(2);
  });

  it('has no value where there are none', () => {
    expect(() => percentile([], 50)).toThrow(RangeError);
  });
});
