import { StringDecoder } from 'node:string_decoder';
import { XmlElement } from './XmlElement';
import { decodeXmlText, XmlHandler, XmlScanner, XmlTag } from './XmlScanner';

// Most elements have no children; they share this.
const NONE: XmlElement[] = [];

/** Builds the elements that were asked for; nothing is kept outside of one. */
class Kept implements XmlHandler {
  readonly #names: ReadonlySet<string>;
  readonly #onElement: (element: XmlElement) => void;
  readonly #above: XmlElement[] = [];
  #current: XmlElement | undefined;

  constructor(
    names: ReadonlySet<string>,
    onElement: (element: XmlElement) => void,
  ) {
    this.#names = names;
    this.#onElement = onElement;
  }

  open({ name, ref, xsiType }: XmlTag): void {
    const parent = this.#current;
    if (!parent && !this.#names.has(name)) {
      return;
    }
    const element = { name, ref, xsiType, text: '', children: NONE };
    if (parent) {
      if (parent.children === NONE) {
        parent.children = [element];
      } else {
        parent.children.push(element);
      }
      this.#above.push(parent);
    }
    this.#current = element;
  }

  text(raw: string): void {
    if (this.#current) {
      this.#current.text += decodeXmlText(raw);
    }
  }

  literal(text: string): void {
    if (this.#current) {
      this.#current.text += text;
    }
  }

  close(): void {
    const element = this.#current;
    if (element) {
      this.#current = this.#above.pop();
      if (!this.#current) {
        this.#onElement(element);
      }
    }
  }
}

/**
 * Reads XML as it arrives and hands over each element whose name was asked for as soon as it ends.
 * What was handed over is let go, so that memory holds one of them at a time.
 *
 * @internal
 */
export class ElementReader {
  readonly #scanner: XmlScanner;
  readonly #decoder = new StringDecoder('utf8');

  /** @param names - local names of the elements to hand over */
  constructor(
    names: ReadonlySet<string>,
    onElement: (element: XmlElement) => void,
  ) {
    this.#scanner = new XmlScanner(new Kept(names, onElement));
  }

  /** @throws Error when the text is not well-formed XML */
  write(chunk: Uint8Array): void {
    this.#scanner.write(this.#decoder.write(chunk));
  }

  /** @throws Error when the document is incomplete */
  close(): void {
    this.#scanner.write(this.#decoder.end());
    this.#scanner.close();
  }
}
