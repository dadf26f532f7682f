/**
 * An XML element without its namespace prefix. Small subtrees only: a response is never one tree.
 *
 * @internal
 */
export interface XmlElement {
  name: string;
  /** The attribute `type`: of a managed object reference, its type. */
  ref?: string;
  /** The attribute `xsi:type` without its prefix. */
  xsiType?: string;
  text: string;
  children: XmlElement[];
}

/** @internal */
export function childOf(
  element: XmlElement,
  name: string,
): XmlElement | undefined {
  return element.children.find(child => child.name === name);
}

/** @internal */
export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter(child => child.name === name);
}

/** @internal */
export function textOf(
  element: XmlElement | undefined,
  name: string,
): string | undefined {
  return element && childOf(element, name)?.text;
}
