import fc from 'fast-check';
import {
  add,
  bigFloatText,
  compare,
  divide,
  isNumberText,
  modulo,
  multiply,
  negate,
  parseBigFloat,
} from './BigFloat';

function parse(text: string) {
  const number = parseBigFloat(text);
  if (!number) {
    throw new Error(`no number: ${text}`);
  }
  return number;
}

function textOf(number: ReturnType<typeof parseBigFloat>) {
  return number && bigFloatText(number);
}

describe('BigFloat', () => {
  it.each([
    ['0', '0'],
    ['-0', '-0'],
    ['007', '7'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['+1.50', '1.5'],
    ['1e3', '1000'],
    ['1.25E-3', '0.00125'],
    ['1p3', '8'],
    ['1p-1', '0.5'],
    ['0.1', '0.1'],
    ['9007199254740993', '9007199254740993'],
  ])('reads %s', (text, expected) => {
    expect(isNumberText(text)).toBe(true);
    expect(textOf(parse(text))).toBe(expected);
  });

  it.each([
    '',
    '.',
    'e1',
    '1e',
    '0x10',
    '1_000',
    ' 1',
    '1 ',
    '--1',
    '1e99999999999',
  ])('does not take %j for a number', text => {
    expect(isNumberText(text)).toBe(false);
  });

  it.each(['inf', '-Inf', '1e20001', '1e-20001'])(
    'takes %s for a number that it does not compute with',
    text => {
      expect(isNumberText(text)).toBe(true);
      expect(parseBigFloat(text)).toBeUndefined();
    },
  );

  it('writes the decimals that it read', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.nat(100), (digits, places) => {
        const text = String(digits < 0n ? -digits : digits).padStart(
          places + 1,
          '0',
        );
        const point = text.length - places;
        const decimal = `${text.slice(0, point)}.${text.slice(point)}`
          .replace(/0+$/, '')
          .replace(/\.$/, '');
        expect(textOf(parse(decimal))).toBe(decimal);
      }),
    );
  });

  it('computes with whole numbers exactly', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 60n), max: 10n ** 60n }),
        fc.bigInt({ min: -(10n ** 60n), max: 10n ** 60n }).filter(Boolean),
        (x, y) => {
          const [a, b] = [parse(String(x)), parse(String(y))];
          const plain = (number: ReturnType<typeof add>) =>
            textOf(number)?.replace(/^-0$/, '0');
          expect(plain(add(a, b))).toBe(String(x + y));
          expect(plain(add(a, negate(b)))).toBe(String(x - y));
          expect(textOf(multiply(a, b))?.replace(/^-0$/, '0')).toBe(
            String(x * y),
          );
          expect(textOf(modulo(a, b))?.replace(/^-0$/, '0')).toBe(
            String(x % y),
          );
          expect(Math.sign(compare(a, b))).toBe(x === y ? 0 : x < y ? -1 : 1);
        },
      ),
    );
  });

  it('divides as doubles do, but more exactly', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer().filter(Boolean), (x, y) => {
        const quotient = divide(parse(String(x)), parse(String(y)));
        expect(Number(textOf(quotient)) + 0).toBeCloseTo(x / y, 10);
        expect(
          Number(textOf(multiply(quotient ?? parse('0'), parse(String(y))))),
        ).toBeCloseTo(x, 10);
      }),
    );
    expect(divide(parse('1'), parse('0'))).toBeUndefined();
    expect(textOf(modulo(parse('5'), parse('0')))).toBe('5');
  });
});
