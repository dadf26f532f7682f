import fc from 'fast-check';
import { formatBytes, formatMib, sizeUnitOf } from './sizes';

const GIB = 1024;
const TIB = 1024 ** 2;

describe('formatMib', () => {
  it.each([
    [0, '0 MiB'],
    [0.001, '< 0.01 MiB'],
    [512, '512 MiB'],
    [1024, '1 GiB'],
    [1536, '1.5 GiB'],
    [6500, '6.3 GiB'],
    [345.6 * GIB, '346 GiB'],
    [1000 * GIB, '1,000 GiB'],
    [1023.9 * GIB, '1 TiB'],
    [2048 * GIB, '2 TiB'],
    [3481.6 * GIB, '3.4 TiB'],
    [1500 * TIB, '1.5 PiB'],
    [5_000_000 * TIB, '4,883 PiB'],
  ])('says %d MiB as %s', (mib, words) => {
    expect(formatMib(mib)).toBe(words);
  });

  it.each([
    [0, '0 TiB'],
    [GIB, '< 0.01 TiB'],
    [300 * GIB, '0.29 TiB'],
    [3481.6 * GIB, '3.4 TiB'],
    [3500 * GIB, '3.42 TiB'],
    [20.26 * TIB, '20.3 TiB'],
    [400.4 * TIB, '400 TiB'],
  ])('says %d MiB beside 400 TiB as %s', (mib, words) => {
    expect(formatMib(mib, sizeUnitOf(400 * TIB))).toBe(words);
  });

  it('never says more than four digits, and nothing in too small a unit', () => {
    fc.assert(
      fc.property(fc.nat(1024 ** 4 - 1), mib => {
        const [number] = formatMib(mib).split(' ');
        expect(number).toMatch(/^(\d{1,2}(\.\d)?|\d{3}|1,0[012]\d)$/);
      }),
    );
  });
});

describe('formatBytes', () => {
  it('says bytes alike', () => {
    expect(formatBytes(20 * 1024 ** 4)).toBe('20 TiB');
    expect(formatBytes(5 * 1024 ** 4, sizeUnitOf(GIB))).toBe('5,120 GiB');
  });
});
