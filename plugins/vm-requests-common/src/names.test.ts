import fc from 'fast-check';
import { fqdnOf, nameKeyOf, nameProblem } from './names';

describe('nameProblem', () => {
  it.each(['web01', 'a', '3com', 'a-b', 'x'.repeat(63)])('allows %s', name => {
    expect(nameProblem(name)).toBeUndefined();
  });

  it.each([
    ['', /needed/],
    ['x'.repeat(64), /at most 63/],
    ['web01.acme.example', /without its domain/],
    ['WEB01', /lowercase letters: web01/],
    ['-web', /hyphen/],
    ['web-', /hyphen/],
    ['web_01', /lowercase letters/],
    ['../etc', /./],
    ['$(id)', /lowercase letters/],
    ['%{if true}', /lowercase letters/],
    ['10', /needs a letter/],
    ['xn--mnchen-3ya', /two hyphens/],
    ['localhost', /reserved/],
    ['wëb', /lowercase letters/],
    ['web\n', /lowercase letters/],
  ])('refuses %j', (name, words) => {
    expect(nameProblem(name)).toMatch(words);
  });

  it('takes fewer characters where a blueprint says so', () => {
    expect(nameProblem('x'.repeat(15), 15)).toBeUndefined();
    expect(nameProblem('x'.repeat(16), 15)).toMatch(/at most 15 characters/);
  });

  it('lets nothing through that is not a DNS label', () => {
    fc.assert(
      fc.property(fc.string(), name => {
        const allowed = nameProblem(name) === undefined;
        const isLabel = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name);
        expect(allowed && !isLabel).toBe(false);
      }),
    );
  });
});

describe('nameKeyOf', () => {
  const machine = { name: 'Web01', fqdn: fqdnOf('Web01', 'dev.acme.example') };

  it('is the folded name in the site, and the full name in the domain', () => {
    expect(nameKeyOf('site', machine)).toBe('web01');
    expect(nameKeyOf('domain', machine)).toBe('web01.dev.acme.example');
  });
});
