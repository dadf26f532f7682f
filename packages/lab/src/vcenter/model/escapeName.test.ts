import fc from 'fast-check';
import { escapeName } from './escapeName';

describe('escapeName', () => {
  it.each([
    ['web01', 'web01'],
    ['a/b', 'a%2fb'],
    ['a\\b', 'a%5cb'],
    ['50%', '50%25'],
    ['a%2fb', 'a%2fb'],
  ])('keeps %s as %s', (name, kept) => {
    expect(escapeName(name)).toBe(kept);
  });

  it('leaves what is escaped as it is', () => {
    fc.assert(
      fc.property(fc.string(), name => {
        const escaped = escapeName(name);
        expect(escaped).not.toMatch(/[/\\]/);
        expect(escapeName(escaped)).toBe(escaped);
      }),
    );
  });
});
