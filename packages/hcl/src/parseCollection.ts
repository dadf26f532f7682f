import { parseForHeading } from './parseTemplate';
import { Expression, ObjectItem } from './syntax';
import { TokenStream } from './TokenStream';
import { Token } from './tokens';

type ParseExpression = (stream: TokenStream) => Expression;

/**
 * Reads `[…]`: a tuple or a for expression.
 *
 * @throws HclError
 * @internal
 */
export function parseTuple(
  stream: TokenStream,
  parseExpression: ParseExpression,
): Expression {
  return stream.withNewlines(false, () => {
    const opening = stream.read();
    if (stream.seesWord('for')) {
      return parseFor(stream, parseExpression, opening);
    }
    const items: Expression[] = [];
    while (!stream.sees(']')) {
      items.push(parseExpression(stream));
      if (!stream.take(',')) {
        break;
      }
    }
    const closing = stream.expect(
      ']',
      'expected "," or "]" in a list',
      'separate items by commas and close the list with ]',
    );
    return { kind: 'tuple', items, start: opening.start, end: closing.end };
  });
}

/**
 * Reads `{…}`: an object or a for expression. In an object the end of a line separates items.
 *
 * @throws HclError
 * @internal
 */
export function parseObject(
  stream: TokenStream,
  parseExpression: ParseExpression,
): Expression {
  const opening = stream.read();
  if (stream.withNewlines(false, () => stream.seesWord('for'))) {
    return stream.withNewlines(false, () =>
      parseFor(stream, parseExpression, opening),
    );
  }
  return stream.withNewlines(true, () => {
    const items: ObjectItem[] = [];
    for (;;) {
      while (stream.peek().kind === 'newline') {
        stream.read();
      }
      if (stream.sees('}')) {
        break;
      }
      items.push(parseItem(stream, parseExpression));
      if (!stream.take(',') && stream.peek().kind !== 'newline') {
        break;
      }
    }
    const closing = stream.expect(
      '}',
      'expected ",", "}" or the end of the line in an object',
      'separate items by commas or lines and close the object with }',
    );
    return { kind: 'object', items, start: opening.start, end: closing.end };
  });
}

function parseItem(
  stream: TokenStream,
  parseExpression: ParseExpression,
): ObjectItem {
  const key = parseExpression(stream);
  if (!stream.take('=') && !stream.take(':')) {
    throw stream.unexpected(
      'expected "=" after the key of an object',
      'write key = value on one line',
    );
  }
  return { key, value: parseExpression(stream) };
}

function parseFor(
  stream: TokenStream,
  parseExpression: ParseExpression,
  opening: Token,
): Expression {
  stream.read();
  const { names, collection } = parseForHeading(stream, parseExpression);
  stream.expect(
    ':',
    'expected ":" in a for expression',
    'write "for value in collection : result"',
  );
  const isObject = opening.text === '{';
  let value = parseExpression(stream);
  let key: Expression | undefined;
  let isGrouped = false;
  if (isObject) {
    key = value;
    stream.expect(
      '=>',
      'expected "=>" in a for expression that makes an object',
      'write "key => value"',
    );
    value = parseExpression(stream);
    isGrouped = stream.take('...') !== undefined;
  }
  let condition: Expression | undefined;
  if (stream.seesWord('if')) {
    stream.read();
    condition = parseExpression(stream);
  }
  const closing = stream.expect(
    isObject ? '}' : ']',
    `expected "${isObject ? '}' : ']'}" at the end of a for expression`,
    'write one result, and a condition after "if"',
  );
  return {
    kind: 'for',
    names,
    collection,
    key,
    value,
    condition,
    isGrouped,
    start: opening.start,
    end: closing.end,
  };
}
