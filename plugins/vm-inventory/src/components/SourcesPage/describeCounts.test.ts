import { describeCounts } from './describeCounts';

describe('describeCounts', () => {
  it('counts what there is, in words', () => {
    expect(
      describeCounts({ machine: 10_000, cluster: 1, host: 0, template: 2 }),
    ).toMatch(/10,000 machines/);
    expect(describeCounts({ cluster: 1 })).toBe('1 cluster');
  });

  it('is nothing where there is nothing', () => {
    expect(describeCounts({})).toBeUndefined();
    expect(describeCounts({ machine: 0 })).toBeUndefined();
  });
});
