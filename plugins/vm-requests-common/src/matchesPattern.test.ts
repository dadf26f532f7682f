import fc from 'fast-check';
import { matchesPattern } from './matchesPattern';

describe('matchesPattern', () => {
  it('compares whole names', () => {
    expect(matchesPattern('rhel9', 'rhel9')).toBe(true);
    expect(matchesPattern('rhel9', 'rhel9-x')).toBe(false);
    expect(matchesPattern('rhel9-*', 'rhel9-2026.11')).toBe(true);
    expect(matchesPattern('*-2026*', 'rhel9-2026.11')).toBe(true);
    expect(matchesPattern('a*a', 'a')).toBe(false);
    expect(matchesPattern('*', '')).toBe(true);
    expect(matchesPattern('r.*', 'rx')).toBe(false);
  });

  it('is what the same regular expression says', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 }),
        fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 }),
        (pattern, name) => {
          const expression = new RegExp(`^${pattern.replaceAll('*', '.*')}$`);
          expect(matchesPattern(pattern, name)).toBe(expression.test(name));
        },
      ),
    );
  });
});
