import { pinnedVersion } from './pinnedVersion';

describe('pinnedVersion', () => {
  it.each([
    ['1.26.0', '1.26.0'],
    ['= 1.26.0', '1.26.0'],
    [' =2.0.0-rc.1 ', '2.0.0-rc.1'],
    ['~> 1.26.0', undefined],
    ['>= 1.26.0', undefined],
    ['= 1.26.0, != 1.26.1', undefined],
    ['1.26', undefined],
    [undefined, undefined],
  ])('of %j is %j', (constraint, expected) => {
    expect(pinnedVersion(constraint)).toBe(expected);
  });
});
