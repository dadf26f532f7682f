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
  const results = [parseExpression(stream)];
  const isObject = opening.text === '{';
  if (isObject) {
    stream.expect(
      '=>',
      'expected "=>" in a for expression that makes an object',
      'write "key => value"',
    );
    results.push(parseExpression(stream));
    stream.take('...');
  }
  if (stream.seesWord('if')) {
    stream.read();
    results.push(parseExpression(stream));
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
    results,
    start: opening.start,
    end: closing.end,
  };
}
