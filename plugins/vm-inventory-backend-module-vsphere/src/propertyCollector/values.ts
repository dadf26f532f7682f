import { XmlElement } from '../soap/XmlElement';
import { ownText, sharedText } from './ownText';

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
      return ownText(element.text);
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
      return { type: element.ref ?? '', value: sharedText(element.text) };
    case 'ArrayOfManagedObjectReference':
      return element.children.map(child => ({
        type: child.ref ?? '',
        value: sharedText(child.text),
      }));
    case 'ArrayOfString':
      return element.children.map(child => ownText(child.text));
    default:
      // Enumerations (VirtualMachinePowerState and the like) carry text and no children.
      return element.children.length === 0 ? sharedText(element.text) : element;
  }
}
