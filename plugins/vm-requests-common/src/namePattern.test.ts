import fc from 'fast-check';
import { nameProblem } from './names';
import { nameOfNumber, nextNames, parseNamePattern } from './namePattern';

const values = { env: 'dev', app: 'web' };

function named(
  pattern: string,
  count: number,
  taken: string[] = [],
  maxLength?: number,
) {
  return nextNames({
    pattern,
    values,
    count,
    isTaken: name => taken.includes(name),
    maxLength,
  });
}

describe('nextNames', () => {
  it('numbers machines of an application in an environment', () => {
    expect(named('{env}-{app}-{seq:03}', 3)).toEqual({
      names: ['dev-web-001', 'dev-web-002', 'dev-web-003'],
    });
  });

  it('takes the lowest numbers that are free', () => {
    expect(named('{app}{seq}', 3, ['web1', 'web3'])).toEqual({
      names: ['web2', 'web4', 'web5'],
    });
  });

  it('writes more digits than a pattern asks for where a number has more', () => {
    const taken = Array.from({ length: 9 }, (_, index) => `web-${index + 1}`);
    expect(named('{app}-{seq:1}', 1, taken)).toEqual({ names: ['web-10'] });
  });

  it('refuses names that Windows cannot have', () => {
    expect(named('development-{app}-{seq:03}', 2, [], 15)).toEqual({
      problem:
        'development-web-001: A name has at most 15 characters; this one has 19.',
    });
  });

  it.each([
    ['{app}', /has one number, .*; this one has none/],
    ['{seq}-{seq}', /this one has 2/],
    ['{app}-{seq:09}', /1 to 6 digits, not 9/],
    ['{app}-{seq:00}', /1 to 6 digits, not 0/],
    ['{owner}-{seq}', /does not know {owner}/],
    ['{app-{seq}', /no other to go with it/],
    ['Web-{seq}', /lowercase/],
    ['{seq}', /needs a letter/],
    ['web_{seq}', /letters a-z, digits and hyphens/],
  ])('refuses %s in words', (pattern, words) => {
    expect(named(pattern, 1)).toEqual({
      problem: expect.stringMatching(words),
    });
  });

  const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
  const patterns = fc
    .tuple(
      fc.constantFrom('', '{env}-', '{app}-', 'x'),
      fc.constantFrom('{seq}', '{seq:02}', '{seq:03}', '{seq:4}'),
      fc.constantFrom('', '-{app}', '-{env}', 'b'),
    )
    .map(parts => parts.join(''));

  it('answers as many as asked for, all different, free, and names that machines can have', () => {
    fc.assert(
      fc.property(
        patterns,
        fc.record({ env: label, app: label }),
        fc.integer({ min: 1, max: 50 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 60 })),
        (pattern, stands, count, used) => {
          const read = parseNamePattern(pattern);
          expect(read).not.toHaveProperty('problem');
          if ('problem' in read) {
            return;
          }
          const taken = new Set(
            used.map(number => nameOfNumber(read, stands, number)),
          );
          const answer = nextNames({
            pattern,
            values: stands,
            count,
            isTaken: name => taken.has(name),
          });
          // Only where the very names could not be had.
          const problem = 'problem' in answer ? answer.problem : '';
          const names = 'problem' in answer ? [] : answer.names;
          expect(problem).toMatch(/^(\S+: .*)?$/);
          expect(names.length).toBe(problem === '' ? count : 0);
          expect(new Set(names).size).toBe(names.length);
          expect(names.filter(name => taken.has(name))).toEqual([]);
          expect(names.flatMap(name => nameProblem(name) ?? [])).toEqual([]);
        },
      ),
    );
  });

  it('never fails on a text that somebody types', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (pattern, app) => {
        const answer = nextNames({
          pattern,
          values: { env: 'dev', app },
          count: 2,
          isTaken: () => false,
        });
        expect('names' in answer || answer.problem.length > 0).toBe(true);
      }),
    );
  });
});
