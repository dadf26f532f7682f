import { XmlElement } from '../soap/XmlElement';

/**
 * A managed object reference: its type and its value, such as `VirtualMachine` and `vm-42`.
 *
 * @internal
 */
export interface ManagedObjectReference {
  type: string;
  value: string;
}

/** @internal */
export type VimValue =
  | string
  | number
  | boolean
  | ManagedObjectReference
  | ManagedObjectReference[]
  | string[]
  | XmlElement;

/**
 * The value of a property, by the type that vCenter names. What is neither a primitive, a
 * reference nor a list of these stays an element.
 *
 * @internal
 */
export function vimValueOf(element: XmlElement): VimValue {
  switch (element.xsiType) {
    case 'string':
    case 'dateTime':
      return element.text;
    case 'boolean':
      return element.text === 'true' || element.text === '1';
    case 'byte':
    case 'short':
    case 'int':
    case 'long':
    case 'float':
    case 'double':
      return Number(element.text);
    case 'ManagedObjectReference':
      return { type: element.ref ?? '', value: element.text };
    case 'ArrayOfManagedObjectReference':
      return element.children.map(child => ({
        type: child.ref ?? '',
        value: child.text,
      }));
    case 'ArrayOfString':
      return element.children.map(child => child.text);
    default:
      // Enumerations (VirtualMachinePowerState and the like) carry text and no children.
      return element.children.length === 0 ? element.text : element;
  }
}
