import { escapeXml } from '../soap/escapeXml';
import { ManagedObjectStore } from '../model/ManagedObjectStore';

/** What a property may look at besides its own object. */
export interface PropertyContext {
  store: ManagedObjectStore;
  /** Type of any object that can be referred to; undefined when there is none. */
  typeOf(ref: string): string | undefined;
}

/**
 * A property of a managed object of type `O`, or of a data object inside one: how it is written,
 * straight from the facts.
 */
export interface PropertyNode<O> {
  /** As `val` element with its type; undefined while the property is unset. */
  val(object: O, context: PropertyContext): string | undefined;
  /** As an element inside a data object; empty while the property is unset. */
  element(name: string, object: O, context: PropertyContext): string;
  /** The properties of a data object. */
  children?: Record<string, PropertyNode<O>>;
  /** The objects that a reference or a list of references leads to. */
  targets?(object: O, context: PropertyContext): Iterable<string>;
}

type Read<O, V> = (object: O, context: PropertyContext) => V | undefined;

function simple<O, V>(
  xsiType: string,
  read: Read<O, V>,
  write: (value: V) => string,
): PropertyNode<O> {
  const open = `<val xsi:type="${xsiType}">`;
  return {
    val(object, context) {
      const value = read(object, context);
      return value === undefined ? undefined : `${open}${write(value)}</val>`;
    },
    element(name, object, context) {
      const value = read(object, context);
      return value === undefined ? '' : `<${name}>${write(value)}</${name}>`;
    },
  };
}

/** Text. */
export function string<O>(read: Read<O, string>): PropertyNode<O> {
  return simple('xsd:string', read, escapeXml);
}

/** A 32-bit number. */
export function int<O>(read: Read<O, number>): PropertyNode<O> {
  return simple('xsd:int', read, String);
}

/** A 16-bit number. */
export function short<O>(read: Read<O, number>): PropertyNode<O> {
  return simple('xsd:short', read, String);
}

/** A 64-bit number. */
export function long<O>(read: Read<O, number>): PropertyNode<O> {
  return simple('xsd:long', read, String);
}

/** True or false. */
export function boolean<O>(read: Read<O, boolean>): PropertyNode<O> {
  return simple('xsd:boolean', read, String);
}

/** A time in ISO 8601. */
export function dateTime<O>(read: Read<O, string>): PropertyNode<O> {
  return simple('xsd:dateTime', read, String);
}

/** A value of one of the schema's enumerations. */
export function enumeration<O>(
  xsiType: string,
  read: Read<O, string>,
): PropertyNode<O> {
  return simple(xsiType, read, String);
}

/** A reference to an object. */
export function reference<O>(read: Read<O, string>): PropertyNode<O> {
  return {
    val(object, context) {
      const ref = read(object, context);
      return ref === undefined
        ? undefined
        : `<val type="${context.typeOf(
            ref,
          )}" xsi:type="ManagedObjectReference">${ref}</val>`;
    },
    element(name, object, context) {
      const ref = read(object, context);
      return ref === undefined
        ? ''
        : `<${name} type="${context.typeOf(ref)}">${ref}</${name}>`;
    },
    targets(object, context) {
      const ref = read(object, context);
      return ref === undefined ? [] : [ref];
    },
  };
}

/** A list of references. */
export function references<O>(
  read: (object: O, context: PropertyContext) => Iterable<string>,
): PropertyNode<O> {
  return {
    val(object, context) {
      let items = '';
      for (const ref of read(object, context)) {
        items += `<ManagedObjectReference type="${context.typeOf(
          ref,
        )}" xsi:type="ManagedObjectReference">${ref}</ManagedObjectReference>`;
      }
      return `<val xsi:type="ArrayOfManagedObjectReference">${items}</val>`;
    },
    element(name, object, context) {
      let items = '';
      for (const ref of read(object, context)) {
        items += `<${name} type="${context.typeOf(ref)}">${ref}</${name}>`;
      }
      return items;
    },
    targets: read,
  };
}

/** A list of texts. */
export function strings<O>(
  read: (object: O, context: PropertyContext) => readonly string[],
): PropertyNode<O> {
  return {
    val: (object, context) =>
      `<val xsi:type="ArrayOfString">${read(object, context)
        .map(
          text => `<string xsi:type="xsd:string">${escapeXml(text)}</string>`,
        )
        .join('')}</val>`,
    element: (name, object, context) =>
      read(object, context)
        .map(text => `<${name}>${escapeXml(text)}</${name}>`)
        .join(''),
  };
}

/** One data object of a list. */
export interface DataItem {
  xsiType: string;
  /** XML inside its element. */
  content: string;
}

/** A list of data objects, `itemType` being the type that the list is declared with. */
export function dataList<O>(
  itemType: string,
  read: Read<O, DataItem[]>,
): PropertyNode<O> {
  const write = (name: string, items: DataItem[]) =>
    items
      .map(
        ({ xsiType, content }) =>
          `<${name} xsi:type="${xsiType}">${content}</${name}>`,
      )
      .join('');
  return {
    val(object, context) {
      const items = read(object, context);
      return (
        items &&
        `<val xsi:type="ArrayOf${itemType}">${write(itemType, items)}</val>`
      );
    },
    element(name, object, context) {
      return write(name, read(object, context) ?? []);
    },
  };
}

/**
 * A data object; its properties in the order of the schema.
 *
 * @param isSet - whether there is one; there is by default
 */
export function data<O>(
  xsiType: string,
  children: Record<string, PropertyNode<O>>,
  isSet: (object: O) => boolean = () => true,
): PropertyNode<O> {
  const entries = Object.entries(children);
  const content = (object: O, context: PropertyContext) =>
    entries.map(([name, node]) => node.element(name, object, context)).join('');
  return {
    children,
    val: (object, context) =>
      isSet(object)
        ? `<val xsi:type="${xsiType}">${content(object, context)}</val>`
        : undefined,
    element: (name, object, context) =>
      isSet(object)
        ? `<${name} xsi:type="${xsiType}">${content(object, context)}</${name}>`
        : '',
  };
}
