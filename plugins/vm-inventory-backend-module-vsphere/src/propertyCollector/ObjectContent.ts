import { VimFault } from '../soap/VimFault';
import { childOf, childrenOf, textOf, XmlElement } from '../soap/XmlElement';
import { ownText, sharedText } from './ownText';
import { ManagedObjectReference, VimValue, vimValueOf } from './values';

/**
 * Properties of a managed object by path. A path that is absent was unset.
 *
 * @internal
 */
export interface ObjectContent {
  ref: ManagedObjectReference;
  properties: Map<string, VimValue>;
  /** Paths that cannot be read, mostly because the account may not. */
  hidden: string[];
}

/**
 * Reads one `objects` element of RetrievePropertiesEx.
 *
 * @throws VimFault NotAuthenticated when vCenter says property by property that the session is gone,
 * as it does with status 200
 * @internal
 */
export function objectContentOf(element: XmlElement): ObjectContent {
  const properties = new Map<string, VimValue>();
  for (const child of element.children) {
    if (child.name === 'propSet') {
      const value = childOf(child, 'val');
      const name = textOf(child, 'name');
      if (name && value) {
        properties.set(sharedText(name), vimValueOf(value));
      }
    }
  }
  return {
    ref: referenceOf(childOf(element, 'obj')),
    properties,
    hidden: hiddenPathsOf(element),
  };
}

/** @internal */
export function referenceOf(
  element: XmlElement | undefined,
): ManagedObjectReference {
  return { type: element?.ref ?? '', value: ownText(element?.text ?? '') };
}

/** @internal */
export function hiddenPathsOf(element: XmlElement): string[] {
  return childrenOf(element, 'missingSet').map(missing => {
    const path = textOf(missing, 'path') ?? '';
    const fault = childOf(missing, 'fault');
    const faultType =
      fault && (childOf(fault, 'fault')?.xsiType ?? fault.xsiType);
    if (faultType === 'NotAuthenticated') {
      throw new VimFault(
        'NotAuthenticated',
        'vCenter ended the session while it was read (NotAuthenticated)',
      );
    }
    return path;
  });
}
