import { formatMib } from './formatMib';

describe('formatMib', () => {
  it.each([
    [512, '512 MiB'],
    [1024, '1 GiB'],
    [1536, '1.5 GiB'],
    [6500, '6.3 GiB'],
    [1024 * 2048, '2,048 GiB'],
  ])('says %d MiB as %s', (mib, words) => {
    expect(formatMib(mib)).toBe(words);
  });
});
