import { SaxesParser } from 'saxes';
import { XmlElement } from './XmlElement';

/**
 * Reads XML as it arrives and hands over each element whose name was asked for as soon as it ends.
 * What was handed over is let go, so that memory holds one of them at a time.
 *
 * @internal
 */
export class ElementReader {
  readonly #parser: SaxesParser<{}>;
  readonly #decoder = new TextDecoder();

  /** @param names - local names of the elements to hand over */
  constructor(
    names: ReadonlySet<string>,
    onElement: (element: XmlElement) => void,
  ) {
    const open: XmlElement[] = [];
    // Depth of the outermost element that is being kept; nothing is kept outside of one.
    let keptFrom = -1;
    let depth = 0;

    this.#parser = new SaxesParser({ xmlns: false, position: false });
    this.#parser.on('opentag', tag => {
      depth += 1;
      const name = localName(tag.name);
      if (keptFrom < 0) {
        if (!names.has(name)) {
          return;
        }
        keptFrom = depth;
      }
      const element: XmlElement = { name, text: '', children: [] };
      for (const attribute in tag.attributes) {
        if (attribute === 'type') {
          element.ref = tag.attributes[attribute] as string;
        } else if (attribute.endsWith(':type')) {
          element.xsiType = localName(tag.attributes[attribute] as string);
        }
      }
      open.push(element);
    });
    this.#parser.on('text', text => {
      if (keptFrom >= 0) {
        open[open.length - 1].text += text;
      }
    });
    this.#parser.on('cdata', text => {
      if (keptFrom >= 0) {
        open[open.length - 1].text += text;
      }
    });
    this.#parser.on('closetag', () => {
      if (keptFrom >= 0) {
        const element = open.pop()!;
        if (depth === keptFrom) {
          keptFrom = -1;
          onElement(element);
        } else {
          open[open.length - 1].children.push(element);
        }
      }
      depth -= 1;
    });
    this.#parser.on('error', error => {
      throw error;
    });
  }

  /** @throws Error when the text is not well-formed XML */
  write(chunk: Uint8Array): void {
    this.#parser.write(this.#decoder.decode(chunk, { stream: true }));
  }

  /** @throws Error when the document is incomplete */
  close(): void {
    this.#parser.write(this.#decoder.decode());
    this.#parser.close();
  }
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}
