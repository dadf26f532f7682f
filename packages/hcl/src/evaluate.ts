import { JsonValue } from '@backstage/types';
import {
  add,
  BigFloat,
  bigFloatOfIndex,
  compare,
  divide,
  indexOfBigFloat,
  modulo,
  multiply,
  negate,
  parseBigFloat,
} from './BigFloat';
import { HclError, MAX_DEPTH, tooDeep } from './HclError';
import {
  boolValue,
  convert,
  HclValue,
  isEqual,
  isSameType,
  nullValue,
  numberValue,
  objectValue,
  stringValue,
  toBool,
  toJson,
  toNumber,
  toText,
  tupleValue,
  typeHolds,
  unifyTypes,
  ValueType,
} from './HclValue';
import {
  BinaryExpression,
  Expression,
  ExpressionOf,
  ForExpression,
  ForHeading,
  ObjectItem,
  Span,
  TemplatePart,
  TraversalStep,
} from './syntax';

/** Of evaluated expressions and of characters in strings. */
const MAX_WORK = 1_000_000;

type Scope = ReadonlyMap<string, HclValue>;

const ARITHMETIC: Record<
  string,
  ((x: BigFloat, y: BigFloat) => BigFloat | undefined) | undefined
> = {
  '+': add,
  '-': (x, y) => add(x, negate(y)),
  '*': multiply,
  '/': divide,
  '%': modulo,
};

const COMPARISONS: Record<string, ((order: number) => boolean) | undefined> = {
  '<': order => order < 0,
  '<=': order => order <= 0,
  '>': order => order > 0,
  '>=': order => order >= 0,
};

const LOGIC: Record<string, ((x: boolean, y: boolean) => boolean) | undefined> =
  {
    '&&': (x, y) => x && y,
    '||': (x, y) => x || y,
  };

/**
 * The word that stands as the key of an object's item: it is the key's text, and not evaluated.
 *
 * @alpha
 */
export function bareWord(key: Expression): string | undefined {
  if (key.kind === 'variable') {
    return key.name;
  }
  return key.kind === 'literal' ? String(key.value) : undefined;
}

class Evaluator {
  #work = 0;

  evaluate(expression: Expression, scope: Scope): HclValue {
    this.#spend(1, expression);
    const value = this.#valueOf(expression, scope);
    if (value.depth > MAX_DEPTH) {
      throw tooDeep(expression.start);
    }
    return value;
  }

  #valueOf(expression: Expression, scope: Scope): HclValue {
    switch (expression.kind) {
      case 'literal':
        return expression.value === null
          ? nullValue
          : boolValue(expression.value);
      case 'number':
        return numberOrRefusal(parseBigFloat(expression.text), expression);
      case 'parentheses':
        return this.evaluate(expression.inner, scope);
      case 'template':
        return this.#template(expression.parts, scope, expression);
      case 'variable':
        return variable(expression, scope);
      case 'call':
        throw refusal(
          expression,
          `${expression.name}(…) is a function`,
          'write out its result: functions are not called here',
        );
      case 'tuple':
        return tupleValue(
          expression.items.map(item => this.evaluate(item, scope)),
        );
      case 'object':
        return this.#object(expression.items, scope);
      case 'for':
        return this.#for(expression, scope);
      case 'conditional':
        return this.#conditional(expression, scope);
      case 'binary':
        return this.#binary(expression, scope);
      case 'unary':
        return this.#unary(expression, scope);
      case 'traversal':
      default:
        return this.#steps(
          this.evaluate(expression.base, scope),
          expression.steps,
          scope,
        );
    }
  }

  /** Nested `for` expressions multiply: a small text could take forever. */
  #spend(work: number, at: Span) {
    this.#work += work;
    if (this.#work > MAX_WORK) {
      throw refusal(
        at,
        'this takes too long to evaluate',
        'write out the result',
      );
    }
  }

  #template(parts: TemplatePart[], scope: Scope, at: Span): HclValue {
    const [only] = parts;
    return parts.length === 1 && only.kind === 'interpolation'
      ? this.evaluate(only.expression, scope)
      : stringValue(this.#text(parts, scope, at));
  }

  #text(parts: TemplatePart[], scope: Scope, at: Span): string {
    const texts = parts.map(part => {
      switch (part.kind) {
        case 'text':
          return part.text;
        case 'interpolation':
          return this.#textOf(part.expression, scope);
        case 'if': {
          const isTrue = this.#condition(part.condition, scope);
          const whenTrue = this.#text(part.whenTrue, scope, at);
          const whenFalse = this.#text(part.whenFalse, scope, at);
          return isTrue ? whenTrue : whenFalse;
        }
        case 'for':
        default:
          return this.#iterate(part, scope)
            .map(inner => this.#text(part.parts, inner, at))
            .join('');
      }
    });
    const text = texts.join('');
    this.#spend(text.length, at);
    return text;
  }

  #textOf(expression: Expression, scope: Scope): string {
    const value = this.evaluate(expression, scope);
    const text = toText(value);
    if (text === undefined) {
      throw refusal(
        expression,
        `${describe(value)} cannot be part of a string`,
        'write a string, number or boolean',
      );
    }
    return text;
  }

  #condition(expression: Expression, scope: Scope): boolean {
    return boolOrRefusal(this.evaluate(expression, scope), expression);
  }

  #object(items: ObjectItem[], scope: Scope): HclValue {
    const attributes = new Map<string, HclValue>();
    for (const { key, value } of items) {
      attributes.set(this.#key(key, scope), this.evaluate(value, scope));
    }
    return objectValue(attributes);
  }

  #key(key: Expression, scope: Scope): string {
    const word = bareWord(key);
    if (word !== undefined) {
      return word.normalize('NFC');
    }
    const isAmbiguous =
      key.kind === 'traversal' &&
      key.base.kind === 'variable' &&
      key.steps.every(isStatic);
    if (isAmbiguous) {
      throw refusal(
        key,
        'a key with a dot is ambiguous',
        'write it in quotes, or in parentheses if it refers to something',
      );
    }
    return this.#textOf(key, scope);
  }

  #for(expression: ForExpression, scope: Scope): HclValue {
    const { key, value, condition, isGrouped } = expression;
    const scopes = this.#iterate(expression, scope).filter(
      inner => !condition || this.#condition(condition, inner),
    );
    if (!key) {
      return tupleValue(scopes.map(inner => this.evaluate(value, inner)));
    }
    const groups = new Map<string, HclValue[]>();
    for (const inner of scopes) {
      const name = this.#textOf(key, inner).normalize('NFC');
      const group = groups.get(name);
      if (group && !isGrouped) {
        throw refusal(
          key,
          `two items have the key "${name}"`,
          'write ... after the value to gather them, or other keys',
        );
      }
      const item = this.evaluate(value, inner);
      if (group) {
        group.push(item);
      } else {
        groups.set(name, [item]);
      }
    }
    return objectValue(
      new Map(
        [...groups].map(([name, group]) => [
          name,
          isGrouped ? tupleValue(group) : group[0],
        ]),
      ),
    );
  }

  /** A scope for each item of the collection. */
  #iterate({ names, collection }: ForHeading, scope: Scope): Scope[] {
    const { value } = this.evaluate(collection, scope);
    const [valueName, keyName] = [...names].reverse();
    const scopeOf = (key: HclValue, item: HclValue) =>
      new Map([
        ...scope,
        ...(keyName === undefined ? [] : [[keyName, key] as const]),
        [valueName, item] as const,
      ]);
    if (Array.isArray(value)) {
      return value.map((item, index) =>
        scopeOf(numberValue(bigFloatOfIndex(index)), item),
      );
    }
    if (value instanceof Map) {
      return [...value]
        .sort(([a], [b]) => compareByCodePoint(a, b))
        .map(([name, item]) => scopeOf(stringValue(name), item));
    }
    throw refusal(
      collection,
      'for goes over lists, maps and objects only',
      'write one of these after "in"',
    );
  }

  #conditional(
    { parts: [condition, ...results] }: ExpressionOf<'conditional'>,
    scope: Scope,
  ): HclValue {
    const [whenTrue, whenFalse] = results.map(result =>
      this.evaluate(result, scope),
    );
    const at = { start: results[0].start, end: results[1].end };
    const type = commonType(whenTrue, whenFalse, at);
    const isTrue = this.#condition(condition, scope);
    return convert(isTrue ? whenTrue : whenFalse, type);
  }

  #binary({ first, rest }: BinaryExpression, scope: Scope): HclValue {
    let left = this.evaluate(first, scope);
    let at: Span = first;
    for (const { operator, operand } of rest) {
      const right = this.evaluate(operand, scope);
      left = operate(operator, { ...left, at }, { ...right, at: operand });
      at = { start: first.start, end: operand.end };
    }
    return left;
  }

  #unary({ operator, operand }: ExpressionOf<'unary'>, scope: Scope): HclValue {
    const value = this.evaluate(operand, scope);
    return operator === '!'
      ? boolValue(!boolOrRefusal(value, operand))
      : numberValue(negate(operandNumber({ ...value, at: operand })));
  }

  #steps(base: HclValue, steps: TraversalStep[], scope: Scope): HclValue {
    let value = base;
    for (let index = 0; index < steps.length; index += 1) {
      const step = steps[index];
      switch (step.kind) {
        case 'attribute':
          value = attributeOf(value, step.name, step);
          break;
        case 'index':
          value = itemOf(value, this.evaluate(step.index, scope), step);
          break;
        case 'splat':
        default: {
          const rest = steps.slice(index + 1);
          const end = step.isFull
            ? -1
            : rest.findIndex(next => !isDotted(next));
          const inner = end < 0 ? rest : rest.slice(0, end);
          value = this.#splat(value, step, inner, scope);
          index += inner.length;
        }
      }
    }
    return value;
  }

  #splat(
    source: HclValue,
    at: Span,
    steps: TraversalStep[],
    scope: Scope,
  ): HclValue {
    const isSequence = ['tuple', 'list'].includes(source.type.kind);
    if (source.value === null && isSequence) {
      throw refusal(at, 'a null list has no items', 'write a list');
    }
    if (source.value === null) {
      return tupleValue([]);
    }
    const items = Array.isArray(source.value) ? source.value : [source];
    const results = items.map(item => {
      this.#spend(1, at);
      return this.#steps(item, steps, scope);
    });
    if (source.type.kind !== 'list') {
      return tupleValue(results);
    }
    const [first] = results;
    if (!first || results.some(({ type }) => !isSameType(type, first.type))) {
      throw refusal(
        at,
        'the type of the results is not clear',
        'write a for expression instead',
      );
    }
    return {
      ...tupleValue(results),
      type: { kind: 'list', element: first.type },
    };
  }
}

/**
 * The value of an expression as Terraform reads it from a `.tfvars` file: operators, conditionals,
 * `for`, templates, indexes and splats are evaluated, and there are no variables and no functions.
 * Numbers are computed as HCL does, with 512 bits, and given as the nearest that JavaScript has, which
 * is infinite beyond 1.8e308.
 *
 * @throws HclError at what refers to something, calls a function, or has no value
 * @alpha
 */
export function evaluate(expression: Expression): JsonValue {
  return toJson(new Evaluator().evaluate(expression, new Map()));
}

interface Operand extends HclValue {
  at: Span;
}

function operate(operator: string, left: Operand, right: Operand): HclValue {
  const logic = LOGIC[operator];
  if (logic) {
    return boolValue(
      logic(boolOrRefusal(left, left.at), boolOrRefusal(right, right.at)),
    );
  }
  if (operator === '==' || operator === '!=') {
    return boolValue(isEqual(left, right) === (operator === '=='));
  }
  const [x, y] = [operandNumber(left), operandNumber(right)];
  const comparison = COMPARISONS[operator];
  return comparison
    ? boolValue(comparison(compare(x, y)))
    : numberOrRefusal(ARITHMETIC[operator]?.(x, y), right.at);
}

function operandNumber(operand: Operand): BigFloat {
  const number = toNumber(operand);
  if (!number) {
    throw refusal(
      operand.at,
      `${describe(operand)} is not a number`,
      'write a number',
    );
  }
  return number;
}

function numberOrRefusal(number: BigFloat | undefined, at: Span): HclValue {
  if (!number) {
    throw refusal(
      at,
      'this number is infinite or has too many digits',
      'write out the result, with no more than 20,000 digits',
    );
  }
  return numberValue(number);
}

function boolOrRefusal(value: HclValue, at: Span): boolean {
  const bool = toBool(value);
  if (bool === undefined) {
    throw refusal(
      at,
      `${describe(value)} is neither true nor false`,
      'write a condition',
    );
  }
  return bool;
}

function variable(
  expression: ExpressionOf<'variable'>,
  scope: Scope,
): HclValue {
  const value = scope.get(expression.name);
  if (!value) {
    throw refusal(
      expression,
      `${expression.name} refers to something`,
      'write out the value: nothing can be referred to here; write text in quotes',
    );
  }
  return value;
}

function commonType(a: HclValue, b: HclValue, at: Span): ValueType {
  if (a.type.kind === 'any') {
    return b.type;
  }
  if (b.type.kind === 'any' || isSameType(a.type, b.type)) {
    return a.type;
  }
  const remedy = 'write the result that is meant, without a condition';
  if ([a, b].some(({ type }) => typeHolds(type, ['any', 'list', 'map']))) {
    throw refusal(
      at,
      'the results of this conditional have types of which the common one is not clear',
      remedy,
    );
  }
  const type = unifyTypes([a.type, b.type]);
  if (!type) {
    throw refusal(
      at,
      'the results of this conditional have no common type',
      remedy,
    );
  }
  return type;
}

function attributeOf(from: HclValue, name: string, at: Span): HclValue {
  const item =
    from.value instanceof Map
      ? from.value.get(name.normalize('NFC'))
      : undefined;
  if (!item) {
    throw refusal(at, `${describe(from)} has no "${name}"`, 'correct the name');
  }
  return item;
}

function itemOf(from: HclValue, key: HclValue, at: Span): HclValue {
  let item: HclValue | undefined;
  if (Array.isArray(from.value)) {
    const number = toNumber(key);
    const index = number && indexOfBigFloat(number);
    item = index === undefined ? undefined : from.value[index];
  } else if (from.value instanceof Map) {
    const name = toText(key);
    item = name === undefined ? undefined : from.value.get(name);
  }
  if (!item) {
    throw refusal(
      at,
      `${describe(from)} has no such item`,
      'correct the index',
    );
  }
  return item;
}

/** Whether HCL makes one reference of the steps, which is no key of an object. */
function isStatic(step: TraversalStep): boolean {
  return (
    step.kind === 'attribute' ||
    (step.kind === 'index' &&
      (['literal', 'number'].includes(step.index.kind) ||
        (step.index.kind === 'template' &&
          step.index.parts.every(({ kind }) => kind === 'text'))))
  );
}

/** Whether a step is written with a dot: `.0` is, and `[0]` is not. */
function isDotted(step: TraversalStep): boolean {
  return step.kind === 'attribute' || (step.kind === 'index' && step.isDotted);
}

/** By their UTF-8, as Go does: JavaScript would go by UTF-16. */
function compareByCodePoint(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  const index = left.findIndex((character, i) => character !== right[i]);
  if (index < 0) {
    return left.length - right.length;
  }
  return (
    (left[index].codePointAt(0) ?? 0) - (right[index]?.codePointAt(0) ?? -1)
  );
}

function describe({ type, value }: HclValue): string {
  if (value === null) {
    return 'null';
  }
  switch (type.kind) {
    case 'string':
    case 'number':
      return `a ${type.kind}`;
    case 'bool':
      return 'a boolean';
    case 'object':
    case 'map':
      return 'an object';
    default:
      return 'a list';
  }
}

function refusal(at: Span, message: string, remedy: string): HclError {
  return new HclError(message, { offset: at.start, remedy });
}
