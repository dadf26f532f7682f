import { isNumberText } from './BigFloat';
import { HclError } from './HclError';
import { parseObject, parseTuple } from './parseCollection';
import { parseTemplate } from './parseTemplate';
import { BinaryExpression, Expression, TraversalStep } from './syntax';
import { TokenStream } from './TokenStream';

/** From loose to tight. */
const BINARY_OPERATORS = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['>', '>=', '<', '<='],
  ['+', '-'],
  ['*', '/', '%'],
];

const KEYWORDS: Record<string, boolean | null | undefined> = {
  true: true,
  false: false,
  null: null,
};

/**
 * Reads one expression.
 *
 * @throws HclError
 * @internal
 */
export function parseExpression(stream: TokenStream): Expression {
  return stream.nested(() => parseConditional(stream));
}

function parseConditional(stream: TokenStream): Expression {
  const condition = parseBinary(stream, 0);
  if (!stream.take('?')) {
    return condition;
  }
  const whenTrue = parseExpression(stream);
  stream.expect(
    ':',
    'expected ":" in a conditional',
    'write "condition ? value : value" on one line, or in parentheses',
  );
  const whenFalse = parseExpression(stream);
  return {
    kind: 'conditional',
    parts: [condition, whenTrue, whenFalse],
    start: condition.start,
    end: whenFalse.end,
  };
}

function parseBinary(stream: TokenStream, level: number): Expression {
  if (level === BINARY_OPERATORS.length) {
    return parseOperand(stream);
  }
  const first = parseBinary(stream, level + 1);
  const rest: BinaryExpression['rest'] = [];
  while (BINARY_OPERATORS[level].some(operator => stream.sees(operator))) {
    const operator = stream.read().text;
    rest.push({ operator, operand: parseBinary(stream, level + 1) });
  }
  const last = rest[rest.length - 1];
  return last
    ? { kind: 'binary', first, rest, start: first.start, end: last.operand.end }
    : first;
}

function parseOperand(stream: TokenStream): Expression {
  const base = parseTerm(stream);
  const steps: TraversalStep[] = [];
  let afterDottedSplat = false;
  for (;;) {
    if (stream.sees('.')) {
      const step = parseAttributeStep(stream, afterDottedSplat);
      afterDottedSplat ||= step.kind === 'splat';
      steps.push(step);
    } else if (stream.sees('[')) {
      afterDottedSplat = false;
      steps.push(parseIndexStep(stream));
    } else if (steps.length === 0) {
      return base;
    } else {
      return {
        kind: 'traversal',
        base,
        steps,
        start: base.start,
        end: steps[steps.length - 1].end,
      };
    }
  }
}

function parseAttributeStep(
  stream: TokenStream,
  afterDottedSplat: boolean,
): TraversalStep {
  const { start } = stream.read();
  const token = stream.peek();
  const { end } = token;
  if (token.kind === 'identifier') {
    stream.read();
    return { kind: 'attribute', name: token.text, start, end };
  }
  if (token.kind === 'number' && !token.text.includes('.')) {
    return {
      kind: 'index',
      index: parseNumber(stream),
      isDotted: true,
      start,
      end,
    };
  }
  if (stream.sees('*') && afterDottedSplat) {
    throw stream.unexpected(
      'expected a name after ".*"',
      'write the second splat as [*]',
    );
  }
  if (stream.take('*')) {
    return { kind: 'splat', isFull: false, start, end };
  }
  throw stream.unexpected(
    'expected a name after "."',
    'write the name of an attribute after the dot',
  );
}

function parseIndexStep(stream: TokenStream): TraversalStep {
  const remedy = 'close the index with ]';
  return stream.withNewlines(false, () => {
    const { start } = stream.read();
    if (stream.take('*')) {
      const { end } = stream.expect(']', 'expected "]" after "[*"', remedy);
      return { kind: 'splat', isFull: true, start, end };
    }
    const index = parseExpression(stream);
    const { end } = stream.expect(']', 'expected "]" after an index', remedy);
    return { kind: 'index', index, isDotted: false, start, end };
  });
}

function parseTerm(stream: TokenStream): Expression {
  const token = stream.peek();
  switch (token.kind) {
    case 'number':
      return parseNumber(stream);
    case 'identifier':
      return parseWord(stream);
    case 'quote-open':
    case 'heredoc-open':
      return parseTemplate(stream, parseExpression);
    default:
  }
  if (stream.sees('(')) {
    return stream.withNewlines(false, () => {
      stream.read();
      const inner = parseExpression(stream);
      const { end } = stream.expect(
        ')',
        'expected ")"',
        'close the parenthesis',
      );
      return { kind: 'parentheses', inner, start: token.start, end };
    });
  }
  if (stream.sees('[')) {
    return parseTuple(stream, parseExpression);
  }
  if (stream.sees('{')) {
    return parseObject(stream, parseExpression);
  }
  if (stream.sees('-') || stream.sees('!')) {
    const operator = stream.read().text === '-' ? '-' : '!';
    const operand = stream.nested(() => parseOperand(stream));
    return {
      kind: 'unary',
      operator,
      operand,
      start: token.start,
      end: operand.end,
    };
  }
  throw stream.unexpected(
    'expected a value',
    'write an expression here, beginning on the same line',
  );
}

function parseNumber(stream: TokenStream): Expression {
  const { text, start, end } = stream.read();
  if (!isNumberText(text)) {
    throw new HclError(`${text} is not a number`, {
      offset: start,
      remedy: 'write a version or an address as a string in double quotes',
    });
  }
  return { kind: 'number', text, start, end };
}

function parseWord(stream: TokenStream): Expression {
  const first = stream.read();
  let name = first.text;
  while (stream.take('::')) {
    name += `::${
      stream.expectKind(
        'identifier',
        'expected a name after "::"',
        'write the name of a function of the provider',
      ).text
    }`;
  }
  if (stream.sees('(')) {
    return parseCall(stream, name, first.start);
  }
  if (name !== first.text) {
    throw stream.unexpected(
      `expected "(" after ${name}`,
      'a name with :: is a function: call it',
    );
  }
  const { start, end } = first;
  const value = Object.hasOwn(KEYWORDS, name) ? KEYWORDS[name] : undefined;
  return value === undefined
    ? { kind: 'variable', name, start, end }
    : { kind: 'literal', value, start, end };
}

function parseCall(
  stream: TokenStream,
  name: string,
  start: number,
): Expression {
  return stream.withNewlines(false, () => {
    stream.read();
    const values: Expression[] = [];
    while (!stream.sees(')')) {
      values.push(parseExpression(stream));
      if (stream.take('...') || !stream.take(',')) {
        break;
      }
    }
    const { end } = stream.expect(
      ')',
      `expected "," or ")" in the call of ${name}`,
      'separate arguments by commas and close the parenthesis',
    );
    return { kind: 'call', name, arguments: values, start, end };
  });
}
