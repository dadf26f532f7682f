import { HclError } from './HclError';
import { parseExpression } from './parseExpression';
import { decodeQuotedText } from './parseTemplate';
import { Attribute, Block, Body } from './syntax';
import { TokenStream } from './TokenStream';
import { Token } from './tokens';

/**
 * Reads a file of Terraform's language: HCL's native syntax, as exactly as `terraform fmt` reads it.
 *
 * @throws HclError at the first place that is not HCL
 * @alpha
 */
export function parseHcl(text: string): Body {
  const stream = new TokenStream(text);
  const body = parseBody(stream);
  if (stream.peek().kind !== 'end') {
    throw stream.unexpected(
      'expected an argument or block',
      'write name = value, or a block',
    );
  }
  return body;
}

function parseBody(stream: TokenStream): Body {
  const body: Body = { attributes: [], blocks: [] };
  const names = new Set<string>();
  for (;;) {
    const token = stream.peek();
    if (token.kind === 'newline') {
      stream.read();
    } else if (token.kind === 'identifier') {
      stream.read();
      if (stream.sees('=')) {
        if (names.has(token.text)) {
          throw new HclError(`argument "${token.text}" is already set above`, {
            offset: token.start,
            remedy: 'keep one',
          });
        }
        names.add(token.text);
        body.attributes.push(parseAttribute(stream, token));
      } else {
        body.blocks.push(parseBlock(stream, token));
      }
      expectLineEnd(stream);
    } else if (token.kind === 'quote-open') {
      throw stream.unexpected(
        'expected the name of an argument or block',
        'write the name without quotes',
      );
    } else {
      return body;
    }
  }
}

function parseAttribute(stream: TokenStream, name: Token): Attribute {
  stream.read();
  const value = parseExpression(stream);
  return { name: name.text, value, start: name.start, end: value.end };
}

function parseBlock(stream: TokenStream, type: Token): Block {
  const labels: Block['labels'] = [];
  for (;;) {
    const token = stream.peek();
    if (token.kind === 'identifier') {
      labels.push({ text: token.text, start: token.start, end: token.end });
      stream.read();
    } else if (token.kind === 'quote-open') {
      labels.push(parseLabel(stream));
    } else {
      break;
    }
  }
  stream.expect(
    '{',
    labels.length === 0
      ? `expected "=" or "{" after ${type.text}`
      : `expected "{" after the labels of ${type.text}`,
    `write ${type.text} = value, or a block whose { stands on the same line`,
  );
  const body =
    stream.peek().kind === 'newline'
      ? stream.nested(() => parseBody(stream))
      : parseSingleLineBody(stream);
  if (stream.peek().kind === 'end') {
    throw new HclError(`block ${type.text} is not closed`, {
      offset: type.start,
      remedy: 'close it with }',
    });
  }
  const closing = stream.expect(
    '}',
    `expected an argument, a block or "}" in block ${type.text}`,
    `close the block ${type.text} with }; a block on one line holds one argument`,
  );
  return {
    type: type.text,
    labels,
    body,
    start: type.start,
    end: closing.end,
  };
}

function parseLabel(stream: TokenStream): Block['labels'][number] {
  const opening = stream.read();
  let text = '';
  while (stream.peek().kind === 'quoted-text') {
    const token = stream.read();
    text += decodeQuotedText(token.text, token.start);
  }
  const closing = stream.expectKind(
    'quote-close',
    'expected only text in the label of a block',
    'write the label without templates; write $${ or %%{ for text',
  );
  return { text, start: opening.start, end: closing.end };
}

function parseSingleLineBody(stream: TokenStream): Body {
  const name = stream.peek();
  if (name.kind !== 'identifier') {
    return { attributes: [], blocks: [] };
  }
  stream.read();
  if (!stream.sees('=')) {
    throw stream.unexpected(
      `expected "=" after ${name.text}`,
      'write blocks within a block on lines of their own',
    );
  }
  return { attributes: [parseAttribute(stream, name)], blocks: [] };
}

function expectLineEnd(stream: TokenStream) {
  const token = stream.peek();
  if (token.kind === 'newline') {
    stream.read();
  } else if (token.kind !== 'end') {
    throw stream.unexpected(
      'expected the end of the line',
      'begin each argument and block on its own line, and close each bracket',
    );
  }
}
