import { TagsByText } from './TagsByText';

/**
 * What a scanner finds. Names are without their namespace prefixes.
 *
 * @internal
 */
export interface XmlHandler {
  open(tag: XmlTag): void;
  /** Text as it is written: {@link decodeXmlText} reads it. */
  text(raw: string): void;
  /** Text of a CDATA section, which is read as it is written. */
  literal(text: string): void;
  close(): void;
}

/**
 * A start tag.
 *
 * @internal
 */
export interface XmlTag {
  name: string;
  /** The attribute `type`. */
  ref: string | undefined;
  /** The attribute `type` of a namespace, without the prefix of its value. */
  xsiType: string | undefined;
}

interface ParsedTag extends XmlTag {
  /** With its prefix. */
  fullName: string;
  isEmpty: boolean;
}

const attribute = /\s+([^\s=<>"'/]+)\s*=\s*("[^<"]*"|'[^<']*')/y;
const startTag =
  /^([^\s=<>"'/!?]+)((?:\s+[^\s=<>"'/]+\s*=\s*(?:"[^<"]*"|'[^<']*'))*)\s*(\/?)$/;

/**
 * Scans XML that arrives in pieces. It knows what SOAP allows: no document type and so no entities
 * of its own. It does not judge characters of names, or whether an attribute is given twice.
 *
 * A general parser takes three times as long, and reading would be slower than a vCenter's sending:
 * answers repeat the same few tags, each of which is parsed once here.
 *
 * @internal
 */
export class XmlScanner {
  readonly #handler: XmlHandler;
  readonly #tags = new TagsByText<ParsedTag>();
  readonly #open: string[] = [];
  #rest = '';
  #hasRoot = false;

  constructor(handler: XmlHandler) {
    this.#handler = handler;
  }

  /** @throws Error when the text is not well-formed */
  write(piece: string): void {
    const text = this.#rest + piece;
    let position = 0;
    for (;;) {
      const start = text.indexOf('<', position);
      if (start < 0) {
        break;
      }
      if (start > position) {
        this.#text(text.slice(position, start));
      }
      position = start;
      const end = this.#markup(text, start);
      if (end < 0) {
        break;
      }
      position = end;
    }
    this.#rest = text.slice(position);
  }

  /** @throws Error when the document is incomplete */
  close(): void {
    if (this.#open.length > 0 || !this.#hasRoot || this.#rest.trim() !== '') {
      throw new Error('The XML is cut off');
    }
  }

  /** @returns where the markup ends, or -1 when the rest of it is still to come */
  #markup(text: string, start: number): number {
    switch (text.charCodeAt(start + 1)) {
      case 47: // "/"
        return this.#endTag(text, start);
      case 33: // "!"
        return this.#declaration(text, start);
      case 63: // "?"
        return after(text, '?>', start);
      default:
        return this.#startTag(text, start);
    }
  }

  #startTag(text: string, start: number): number {
    // A ">" may stand in an attribute's value, and then what comes before it is no tag yet.
    for (let end = start; ; ) {
      end = text.indexOf('>', end + 1);
      if (end < 0) {
        return -1;
      }
      const content = text.slice(start + 1, end);
      const tag = this.#tags.get(content) ?? this.#parse(content);
      if (tag) {
        this.#enter(tag);
        return end + 1;
      }
    }
  }

  #enter(tag: ParsedTag): void {
    if (this.#open.length === 0 && this.#hasRoot) {
      throw new Error(`The XML goes on with <${tag.fullName}> after its end`);
    }
    this.#hasRoot = true;
    this.#handler.open(tag);
    if (tag.isEmpty) {
      this.#handler.close();
    } else {
      this.#open.push(tag.fullName);
    }
  }

  #parse(content: string): ParsedTag | undefined {
    const match = startTag.exec(content);
    if (!match) {
      const quotes = content.replace(/"[^"]*"|'[^']*'/g, '');
      if (/["']/.test(quotes)) {
        return undefined;
      }
      throw new Error(`The XML has a malformed tag: <${content.slice(0, 80)}>`);
    }
    const [, fullName, attributes, slash] = match;
    const tag: ParsedTag = {
      name: localName(fullName),
      fullName,
      ref: undefined,
      xsiType: undefined,
      isEmpty: slash !== '',
    };
    for (const [name, value] of attributesOf(attributes)) {
      if (name === 'type') {
        tag.ref = value;
      } else if (name.endsWith(':type')) {
        tag.xsiType = localName(value);
      }
    }
    this.#tags.add(content, tag);
    return tag;
  }

  #endTag(text: string, start: number): number {
    const end = text.indexOf('>', start);
    if (end < 0) {
      return -1;
    }
    const open = this.#open.pop();
    if (
      open === undefined ||
      !text.startsWith(open, start + 2) ||
      (start + 2 + open.length !== end &&
        text.slice(start + 2 + open.length, end).trim() !== '')
    ) {
      throw new Error(
        `The XML ends <${open ?? ''}> with ${text.slice(start, end + 1)}`,
      );
    }
    this.#handler.close();
    return end + 1;
  }

  #declaration(text: string, start: number): number {
    const CDATA = '<![CDATA[';
    if (text.startsWith('<!--', start)) {
      return after(text, '-->', start + 4);
    }
    if (text.startsWith(CDATA, start)) {
      const end = after(text, ']]>', start + CDATA.length);
      if (end >= 0) {
        this.#inside(start + CDATA.length < end - 3);
        this.#handler.literal(
          text.slice(start + CDATA.length, end - 3).replace(/\r\n?/g, '\n'),
        );
      }
      return end;
    }
    const known = text.slice(start, start + CDATA.length);
    if (CDATA.startsWith(known) || '<!--'.startsWith(known)) {
      return -1;
    }
    throw new Error('The XML has a document type, which SOAP forbids');
  }

  #text(raw: string): void {
    if (this.#open.length > 0) {
      this.#handler.text(raw);
    } else {
      this.#inside(raw.trim() !== '');
    }
  }

  #inside(isText: boolean): void {
    if (isText && this.#open.length === 0) {
      throw new Error('The XML has text outside of its root');
    }
  }
}

const characters: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/**
 * @throws Error when it names an entity that XML does not have
 * @internal
 */
export function decodeXmlText(raw: string): string {
  const text = raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw;
  return text.includes('&')
    ? text.replace(/&([^;&]*);?/g, (reference, name: string) => {
        const decoded = characterOf(reference, name);
        if (decoded === undefined) {
          throw new Error(`The XML has an unknown entity ${reference}`);
        }
        return decoded;
      })
    : text;
}

function characterOf(reference: string, name: string): string | undefined {
  if (!reference.endsWith(';')) {
    return undefined;
  }
  const [, hex, decimal] =
    /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(name) ?? [];
  if (hex === undefined && decimal === undefined) {
    return Object.hasOwn(characters, name) ? characters[name] : undefined;
  }
  const code = hex ? parseInt(hex, 16) : parseInt(decimal, 10);
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

function* attributesOf(attributes: string): Iterable<[string, string]> {
  attribute.lastIndex = 0;
  for (
    let match = attribute.exec(attributes);
    match;
    match = attribute.exec(attributes)
  ) {
    yield [match[1], decodeXmlText(match[2].slice(1, -1))];
  }
}

function after(text: string, end: string, from: number): number {
  const found = text.indexOf(end, from);
  return found < 0 ? -1 : found + end.length;
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}
