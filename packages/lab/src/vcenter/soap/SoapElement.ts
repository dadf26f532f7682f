import { SaxesParser } from 'saxes';

/** An element of a message, names without their prefixes. */
export interface SoapElement {
  name: string;
  /** Those without a prefix. */
  attributes: Record<string, string>;
  /** Its `type` of XML Schema, whatever the prefix that it is written with. */
  xsiType?: string;
  children: SoapElement[];
  /** Its own text, without that of its children. */
  text: string;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/**
 * The first element in the body of a SOAP envelope: what is asked or answered.
 *
 * @throws Error when the text is not well-formed, or not an envelope with a body
 */
export function parseSoapRequest(xml: string): SoapElement {
  const parser = new SaxesParser();
  const root: SoapElement = {
    name: '',
    attributes: {},
    children: [],
    text: '',
  };
  const open = [root];
  parser.on('opentag', tag => {
    const attributes = Object.entries(tag.attributes);
    const element: SoapElement = {
      name: localName(tag.name),
      attributes: Object.fromEntries(
        attributes.filter(([name]) => !name.includes(':')),
      ),
      xsiType: attributes.find(([name]) => name.endsWith(':type'))?.[1],
      children: [],
      text: '',
    };
    open[open.length - 1].children.push(element);
    open.push(element);
  });
  parser.on('text', text => {
    open[open.length - 1].text += text;
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.on('error', error => {
    throw error;
  });
  parser.write(xml).close();
  const request = child(child(root, 'Envelope'), 'Body')?.children[0];
  if (!request) {
    throw new Error('No request in the body of a SOAP envelope');
  }
  return request;
}

/** The first child of that name. */
export function child(
  element: SoapElement | undefined,
  name: string,
): SoapElement | undefined {
  return element?.children.find(candidate => candidate.name === name);
}

/** All children of that name. */
export function children(
  element: SoapElement | undefined,
  name: string,
): SoapElement[] {
  return element?.children.filter(candidate => candidate.name === name) ?? [];
}

/** The text of the first child of that name. */
export function textOf(
  element: SoapElement | undefined,
  name: string,
): string | undefined {
  return child(element, name)?.text.trim();
}

/** The number that the first child of that name holds. */
export function integerOf(
  element: SoapElement | undefined,
  name: string,
): number | undefined {
  const text = textOf(element, name);
  return text ? Number.parseInt(text, 10) : undefined;
}

/** Whether the first child of that name says true. */
export function flagOf(
  element: SoapElement | undefined,
  name: string,
): boolean {
  const text = textOf(element, name);
  return text === 'true' || text === '1';
}
