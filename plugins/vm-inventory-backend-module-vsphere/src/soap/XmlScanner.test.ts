import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { decodeXmlText, XmlScanner } from './XmlScanner';

/** What is found, one line each; neighbouring texts as one. */
function events(document: string, cuts: number[] = []): string[] {
  const found: string[] = [];
  const text = (words: string) => {
    if (found.at(-1)?.startsWith('text ')) {
      found[found.length - 1] += words;
    } else if (words) {
      found.push(`text ${words}`);
    }
  };
  const scanner = new XmlScanner({
    open: ({ name, ref, xsiType }) =>
      found.push(`open ${name} ${ref ?? '-'} ${xsiType ?? '-'}`),
    text: raw => text(decodeXmlText(raw)),
    literal: text,
    close: () => found.push('close'),
  });
  const borders = [0, ...cuts.map(cut => cut % document.length)];
  borders.sort((a, b) => a - b);
  borders.forEach((border, index) =>
    scanner.write(document.slice(border, borders[index + 1])),
  );
  scanner.close();
  return found;
}

/** The same as a general parser finds it. */
function expectedEvents(document: string): string[] {
  const found: string[] = [];
  const local = (name: string) => name.slice(name.indexOf(':') + 1);
  const text = (words: string) => {
    if (found.at(-1)?.startsWith('text ')) {
      found[found.length - 1] += words;
    } else if (words) {
      found.push(`text ${words}`);
    }
  };
  const parser = new SaxesParser({ xmlns: false });
  let depth = 0;
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1;
    const xsiType = attributes['xsi:type'];
    found.push(
      `open ${local(name)} ${attributes.type ?? '-'} ${
        xsiType === undefined ? '-' : local(xsiType)
      }`,
    );
  });
  parser.on('text', words => depth > 0 && text(words));
  parser.on('cdata', text);
  parser.on('closetag', () => {
    depth -= 1;
    found.push('close');
  });
  parser.write(document).close();
  return found;
}

const names = fc.constantFrom('a', 'propSet', 's:Body', 'objekt', 'n-1.x');
const words = fc.string({
  unit: fc.constantFrom(
    ...['x', '1', ' ', '\n', '\r\n', 'é', '😀', "'", '"', '/', ']', '='],
    ...['&amp;', '&lt;', '&gt;', '&quot;', '&apos;', '&#65;', '&#x1F600;'],
  ),
});
const values = words.map(value => value.replace(/[\n\r"]/g, ''));
const markup = fc.constantFrom('', ' ', '\n');
const attributes = fc
  .tuple(
    fc.option(values),
    fc.option(values),
    fc.constantFrom('"', "'"),
    fc.constantFrom('', '>', '/>'),
  )
  .map(([type, xsiType, quote, mark]) => {
    const quoted = (value: string) =>
      quote + value.replaceAll(quote, '') + mark + quote;
    return [
      type === null ? '' : ` type=${quoted(type)}`,
      xsiType === null ? '' : `\n xsi:type = ${quoted(xsiType)}`,
    ].join('');
  });
const { element } = fc.letrec<{ element: string; content: string }>(tie => ({
  element: fc
    .tuple(
      names,
      attributes,
      fc.array(tie('content'), { maxLength: 4 }),
      markup,
    )
    .map(([name, held, content, space]) =>
      content.length > 0
        ? `<${name}${held}${space}>${content.join('')}</${name}${space}>`
        : `<${name}${held}${space}/>`,
    ),
  content: fc.oneof(
    { depthSize: 'small' },
    words,
    words.map(
      text => `<![CDATA[${text.replaceAll(']', '')}<&>${text.length}]]>`,
    ),
    words.map(text => `<!-- ${text} <a> -->`),
    tie('element'),
  ),
}));
const documents = fc
  .tuple(
    fc.constantFrom('', '<?xml version="1.0" encoding="UTF-8"?>\n'),
    element,
    markup,
  )
  .map(parts => parts.join(''));

describe('XmlScanner', () => {
  it('finds what a general parser finds, however the text is cut', () => {
    fc.assert(
      fc.property(documents, fc.array(fc.nat()), (document, cuts) => {
        expect(events(document, cuts)).toEqual(expectedEvents(document));
      }),
      { numRuns: 500 },
    );
  });

  it('refuses whatever is cut off, wherever it is', () => {
    fc.assert(
      fc.property(documents, fc.nat(), (document, cut) => {
        const whole = document.trimEnd();
        const part = whole.slice(0, cut % whole.length);
        expect(() => events(part)).toThrow();
      }),
    );
  });

  it.each([
    ['<a><b></a></b>', /ends <b> with <\/a>/],
    ['<a></a><b/>', /goes on with <b>/],
    ['<a></a>text', /cut off/],
    ['<a></a>text<!-- -->', /outside of its root/],
    ['<![CDATA[text]]><a/>', /outside of its root/],
    ['<a></a ></a>', /ends <> with <\/a>/],
    ['<a b=c/>', /malformed tag/],
    ['<a b="<"/>', /malformed tag/],
    ['< a/>', /malformed tag/],
    ['<a>&nbsp;</a>', /unknown entity &nbsp;/],
    ['<a>&#x110000;</a>', /unknown entity/],
    ['<a>fish & chips</a>', /unknown entity/],
    ['<a>&toString;</a>', /unknown entity/],
    ['<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', /SOAP forbids/],
    ['', /cut off/],
  ])('refuses %s', (document, message) => {
    expect(() => events(document)).toThrow(message);
  });
});
