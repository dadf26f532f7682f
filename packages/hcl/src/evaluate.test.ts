import { JsonValue } from '@backstage/types';
import { constantValue, objectKey } from './constantValue';
import { evaluate } from './evaluate';
import { HclError } from './HclError';
import { parseHcl } from './parseHcl';

function expression(text: string) {
  return parseHcl(`a = ${text}\n`).attributes[0].value;
}

function refusal(text: string): string {
  const parsed = expression(text);
  try {
    evaluate(parsed);
  } catch (error) {
    if (error instanceof HclError) {
      return `${error.offset - 4} ${error.message}`;
    }
    throw error;
  }
  throw new Error(`evaluated: ${text}`);
}

// What HashiCorp's parser says of the same is asked in peers/src/hcl/hcl.test.ts.
describe('evaluate', () => {
  it.each<[string, JsonValue]>([
    ['4 * 1024', 4096],
    ['7 - 2 - 1', 4],
    ['7 % 4 + -7 % 4', 0],
    ['"5" + 1', 6],
    ['0.1 + 0.2 == 0.3', true],
    ['1 / 3 * 3', 1],
    ['9007199254740993 == 9007199254740992', false],
    ['1 < 2 && 2 <= 2 && 3 > 2 && 2 >= 2', true],
    ['!("true" && false) || false', true],
    ['"1" == 1', false],
    ['null == null', true],
    ['[null] == [null]', true],
    ['{ a = [1] } != { a = [1] }', false],
    ['true ? 1 : "x"', '1'],
    ['true ? null : 1', null],
    ['false ? ["a"] : []', []],
    ['true ? { a = 1 } : { b = "c" }', { a: '1' }],
    ['true ? [1, "a"] : ["b", 2]', ['1', 'a']],
    ['"${1 + 1}"', 2],
    ['"x${1 + 1}"', 'x2'],
    ['"${1 / 3}."', `0.${'3'.repeat(154)}5.`],
    ['"${1e3} ${0.50} ${-0}"', '1000 0.5 -0'],
    ['"a ${~ "b" ~} c"', 'abc'],
    ['"%{ if 1 < 2 }a%{ else }b%{ endif }"', 'a'],
    ['"%{ for k, v in { b = 1, a = 2 } }${k}${v} %{ endfor }"', 'a2 b1 '],
    ['[for i, x in ["a", "b"] : "${i}${x}"]', ['0a', '1b']],
    ['[for x in [1, 2, 3] : x * x if x != 2]', [1, 9]],
    ['{for k, v in { a = 1 } : v => k}', { 1: 'a' }],
    ['{for x in ["a", "b", "ab"] : "k" => x...}', { k: ['a', 'b', 'ab'] }],
    ['[for k, v in { "\uFF61" = 1, "😀" = 2 } : v]', [1, 2]],
    ['[[1, 2], [3]][0][1]', 2],
    ['{ a = { b = 1 } }.a["b"]', 1],
    ['[{ a = [1] }, { a = [2] }].*.a[0]', [1]],
    ['[{ a = [1] }, { a = [2] }][*].a[0]', [1, 2]],
    ['{ a = 1 }[*].a', [1]],
    ['null[*]', []],
    [
      '{ null = 1, true = 2, 3 = 4, "5" : 6 }',
      { null: 1, true: 2, 3: 4, 5: 6 },
    ],
    ['{ ("a") = 1, "${"b"}" = 2 }', { a: 1, b: 2 }],
    ['"e\u0301"', '\u00E9'],
  ])('evaluates %s', (text, value) => {
    expect(evaluate(expression(text))).toEqual(value);
  });

  it.each([
    ['<<-E\n    a\n\t b\n\n      c\n  E', '  a\nb\n\n    c\n'],
    ['<<-E\n  a\n  ${"  b"}\nc\nE', '  a\n    b\nc\n'],
    ['<<-E\n${1}\n  a\nE', '1\n  a\n'],
    ['<<E\n  a\\n$${b}\n  E', '  a\\n${b}\n'],
    ['<<E\na\n  %{~ if true ~}\n\n  b\n%{~ endif }\nE', 'a\n\n  b\n'],
    ['<<-E\n  a\r\n   b\r\n  E', 'a\r\n b\r\n'],
  ])('evaluates the heredoc %j', (text, value) => {
    expect(evaluate(expression(text))).toBe(value);
  });

  it.each([
    ['var.x', '0 var refers to something'],
    ['[1, x]', '4 x refers to something'],
    ['file("x")', '0 file(…) is a function'],
    ['1 + "a"', '4 a string is not a number'],
    ['1 + true', '4 a boolean is not a number'],
    ['-null', '1 null is not a number'],
    ['1 / 0', '4 this number is infinite or has too many digits'],
    ['1e30000 + 1', '0 this number is infinite or has too many digits'],
    ['1 ? 2 : 3', '0 a number is neither true nor false'],
    ['null ? 2 : 3', '0 null is neither true nor false'],
    ['!"yes"', '1 a string is neither true nor false'],
    ['"a${null}"', '4 null cannot be part of a string'],
    ['"a${[1]}"', '4 a list cannot be part of a string'],
    [
      'true ? 1 : true',
      '7 the results of this conditional have no common type',
    ],
    ['true ? [] : {}', '7 the results of this conditional have no common type'],
    [
      'true ? [null] : [1]',
      '7 the results of this conditional have types of which the common one is not clear',
    ],
    ['[1][1]', '3 a list has no such item'],
    ['[1][0.5]', '3 a list has no such item'],
    ['{}["a"]', '2 an object has no such item'],
    ['{}.a', '2 an object has no "a"'],
    ['"a".b', '3 a string has no "b"'],
    ['{ (null) = 1 }', '2 null cannot be part of a string'],
    ['{ a.b = 1 }', '2 a key with a dot is ambiguous'],
    ['{for x in [1, 2] : "k" => x}', '19 two items have the key "k"'],
    ['[for x in "abc" : x]', '10 for goes over lists, maps and objects only'],
    ['(true ? null : [1])[*]', '19 a null list has no items'],
  ])('refuses %s', (text, message) => {
    expect(refusal(text)).toBe(message);
  });

  it('gives up on what multiplies', () => {
    const loops = Array.from(
      { length: 10 },
      (_, i) => `for x${i} in [1, 2, 3, 4, 5] : `,
    );
    expect(refusal(`[${loops.join('[')}1${']'.repeat(10)}`)).toMatch(
      /this takes too long to evaluate/,
    );
    const doubled = `${'[for x in '.repeat(40)}["ab"]${' : "${x}${x}"]'.repeat(
      40,
    )}`;
    expect(refusal(doubled)).toMatch(/this takes too long to evaluate/);
  });
});

describe('constantValue', () => {
  it('is undefined for what has no value of its own', () => {
    expect(constantValue(expression('1 + 1'))).toBe(2);
    expect(constantValue(expression('null'))).toBeNull();
    expect(constantValue(expression('var.x'))).toBeUndefined();
  });
});

describe('objectKey', () => {
  it.each([
    ['a', 'a'],
    ['null', 'null'],
    ['true', 'true'],
    ['"b c"', 'b c'],
    ['1', '1'],
    ['(null)', undefined],
    ['a.b', undefined],
  ])('of %s is %s', (text, key) => {
    const { value } = parseHcl(`a = { ${text} = 1 }\n`).attributes[0];
    expect(value.kind === 'object' && objectKey(value.items[0].key)).toBe(key);
  });
});
