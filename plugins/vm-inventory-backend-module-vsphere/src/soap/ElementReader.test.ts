import fc from 'fast-check';
import { ElementReader } from './ElementReader';
import { escapeXml } from './escapeXml';
import { XmlElement } from './XmlElement';

function read(text: string, names: string[], cuts: number[] = []) {
  const elements: XmlElement[] = [];
  const reader = new ElementReader(new Set(names), element =>
    elements.push(element),
  );
  const bytes = new TextEncoder().encode(text);
  const borders = [0, ...cuts.map(cut => cut % bytes.length), bytes.length];
  borders.sort((a, b) => a - b);
  for (let index = 1; index < borders.length; index++) {
    reader.write(bytes.subarray(borders[index - 1], borders[index]));
  }
  reader.close();
  return elements;
}

const document = (name: string) =>
  `<?xml version="1.0"?><s:Envelope xmlns:s="x" xmlns:xsi="y"><s:Body><r xmlns="urn:vim25"><returnval>` +
  `<token>7</token><objects><obj type="VirtualMachine">vm-1</obj><propSet><name>name</name>` +
  `<val xsi:type="xsd:string">${escapeXml(
    name,
  )}</val></propSet></objects></returnval></r></s:Body></s:Envelope>`;

describe('ElementReader', () => {
  it('hands over only what was asked for, as soon as it ends', () => {
    const elements = read(document('web01'), ['token', 'objects']);

    expect(elements.map(element => element.name)).toEqual(['token', 'objects']);
    expect(elements[1].children[0]).toMatchObject({
      name: 'obj',
      ref: 'VirtualMachine',
      text: 'vm-1',
    });
    expect(elements[1].children[1].children[1]).toMatchObject({
      xsiType: 'string',
      text: 'web01',
    });
  });

  it('reads the same however the text is cut into chunks', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }).filter(isXmlText),
        fc.array(fc.nat()),
        (name, cuts) => {
          const [, object] = read(document(name), ['token', 'objects'], cuts);
          expect(object.children[1].children[1].text).toBe(name);
        },
      ),
    );
  });

  it('refuses an answer that is cut off', () => {
    expect(() => read('<a><b>', ['b'])).toThrow();
  });
});

/** XML 1.0 cannot carry most control characters, and folds carriage returns. */
function isXmlText(text: string): boolean {
  return [...text].every(character => {
    const code = character.codePointAt(0)!;
    return code >= 0x20 && (code < 0xd800 || code > 0xdfff) && code < 0xfffe;
  });
}
