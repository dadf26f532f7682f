import fc from 'fast-check';
import { isFoundBy, searchTermOf, searchWordsOf } from './searchWords';

const web = {
  id: '01JD0ABCDE000000000000000A',
  fqdn: 'Web-01.dev.acme.example',
  owner: 'group:default/team-payments',
  purpose: 'Payment API, for  the shop',
  address: '10.20.210.17',
};

const finds = (text: string) => {
  const term = searchTermOf(text);
  return term && isFoundBy(web, term);
};

describe('searchWordsOf', () => {
  it.each([
    'web',
    'WEB-0',
    '01',
    '01.dev',
    'acme.ex',
    '10.20.',
    '210.17',
    'payments',
    'team-pay',
    'group:default/team-payments',
    'api, for the sh',
    '-01',
    '01jd0abcde',
    '01JD0ABCDE000000000000000A',
  ])('finds %p', text => {
    expect(finds(text)).toBe(true);
  });

  it.each(['eb', 'web-02', '1.dev', '01jd0abcd', '01JE0ABCDE', '%', '_'])(
    'does not find %p',
    text => {
      expect(finds(text)).toBe(false);
    },
  );

  it('asks for nothing with nothing but spaces', () => {
    expect(searchTermOf('  ')).toBeUndefined();
  });

  it('finds each text by what it begins with, in words that fit their column', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }),
        fc.nat(300),
        (purpose, length) => {
          const request = { ...web, purpose };
          const words = searchWordsOf(request);
          for (const word of words) {
            expect([...word].length).toBeLessThanOrEqual(64);
            expect(Buffer.from(word, 'utf8').toString('utf8')).toBe(word);
          }
          const [rest = ''] =
            /[\p{L}\p{N}].*/u.exec(
              purpose.toLowerCase().replace(/\s+/g, ' '),
            ) ?? [];
          const term = searchTermOf([...rest].slice(0, length).join(''));
          expect(term === undefined || isFoundBy(request, term)).toBe(true);
          expect(
            term === undefined ||
              [...words].some(word => word.startsWith(term.prefix)),
          ).toBe(true);
        },
      ),
    );
  });
});
