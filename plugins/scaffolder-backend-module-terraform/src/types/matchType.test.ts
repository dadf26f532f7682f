import { parseHcl } from '@backlot/hcl';
import { JsonValue } from '@backstage/types';
import fc from 'fast-check';
import { inferType } from './inferType';
import { matchType } from './matchType';
import { parseTypeConstraint } from './parseTypeConstraint';
import { typeText } from './TypeConstraint';

function typeOf(text: string) {
  return parseTypeConstraint(parseHcl(`a = ${text}\n`).attributes[0].value);
}

function messages(value: JsonValue, type: string) {
  return matchType(value, typeOf(type)).map(
    ({ path, message }) => `value${path} ${message}`,
  );
}

describe('matchType', () => {
  it.each<[JsonValue, string]>([
    ['a', 'string'],
    [5, 'string'],
    [true, 'string'],
    [5, 'number'],
    ['-1.5e3', 'number'],
    [false, 'bool'],
    ['true', 'bool'],
    [null, 'string'],
    [{ a: [1] }, 'any'],
    [['a', 'b'], 'list(string)'],
    [['a', 'b'], 'set(string)'],
    [['a', { b: 1 }], 'list'],
    [{ a: 1, 'b c': 2 }, 'map(number)'],
    [{ a: 1 }, 'map'],
    [['a', 1], 'tuple([string, number])'],
    [[], 'tuple([])'],
    [{ a: 1 }, 'object({ a = number, b = optional(string) })'],
    [{ a: null }, 'object({ a = number, b = optional(string, "x") })'],
    [
      { a: [{ b: { c: [1] } }] },
      'object({ a = list(map(object({ c = set(number) }))) })',
    ],
  ])('takes %j as %s', (value, type) => {
    expect(messages(value, type)).toEqual([]);
  });

  it.each<[JsonValue, string, string]>([
    [[], 'string', 'value is a list of 0, not string'],
    ['5x', 'number', 'value is a string, not number'],
    ['yes', 'bool', 'value is a string, not bool'],
    [2, 'bool', 'value is a number, not bool'],
    ['a', 'list(string)', 'value is a string, not list(string)'],
    [{}, 'set(string)', 'value is an object, not set(string)'],
    [['a', []], 'list(string)', 'value[1] is a list of 0, not string'],
    [[], 'map(any)', 'value is a list of 0, not map(any)'],
    [{ 'a b': {} }, 'map(number)', 'value["a b"] is an object, not number'],
    [[1], 'tuple([])', 'value is a list of 1, not tuple([])'],
    [[{}], 'tuple([bool])', 'value[0] is an object, not bool'],
    [1, 'object({ a = any })', 'value is a number, not object({ a = any })'],
    [{}, 'object({ a = any })', 'value lacks the attribute "a"'],
    [
      { a: {} },
      'object({ a = optional(number, 1) })',
      'value.a is an object, not number',
    ],
  ])('does not take %j as %s', (value, type, message) => {
    expect(messages(value, type)).toEqual([message]);
  });
});

describe('parseTypeConstraint', () => {
  it.each([
    ['"string"', 'a type is not written in quotes: "string"'],
    ['strin', 'unknown type strin'],
    ['list()', 'list(…) takes one argument'],
    ['list(string, number)', 'list(…) takes one argument'],
    ['vector(string)', 'unknown type vector(…)'],
    ['object([])', 'unknown type object(…)'],
    ['tuple(string)', 'unknown type tuple(…)'],
    ['object({ (a.b) = string })', 'is not a plain word'],
    ['object({ a = optional() })', 'optional(…) takes a type'],
    ['optional(string)', 'unknown type optional(…)'],
    ['[string]', 'this is not a type'],
  ])('refuses %s', (text, message) => {
    expect(() => typeOf(text)).toThrow(message);
  });
});

describe('inferType', () => {
  it.each<[JsonValue, string]>([
    ['a', 'string'],
    [null, 'any'],
    [[], 'list(any)'],
    [['a', 'b'], 'list(string)'],
    [['a', 1], 'any'],
    [
      { a: 1, b: [{ c: true }] },
      'object({ a = number, b = list(object({ c = bool })) })',
    ],
    [{}, 'object({})'],
    [{ 'a b': 1 }, 'any'],
  ])('takes %j for %s', (value, type) => {
    expect(typeText(inferType(value))).toBe(type);
  });

  it('is a type that Terraform can read and the value is of', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        const type = typeOf(typeText(inferType(value as JsonValue)));
        expect(matchType(value as JsonValue, type)).toEqual([]);
      }),
    );
  });
});
