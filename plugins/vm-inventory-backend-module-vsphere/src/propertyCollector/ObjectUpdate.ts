import { childOf, childrenOf, textOf, XmlElement } from '../soap/XmlElement';
import { hiddenPathsOf, referenceOf } from './ObjectContent';
import { sharedText } from './ownText';
import { ManagedObjectReference, VimValue, vimValueOf } from './values';

/**
 * What WaitForUpdatesEx says of one managed object.
 *
 * @internal
 */
export interface ObjectUpdate {
  kind: 'enter' | 'modify' | 'leave';
  ref: ManagedObjectReference;
  /** By path; undefined where the property was unset. */
  changes: Map<string, VimValue | undefined>;
  /** Paths that cannot be read. */
  hidden: string[];
}

/**
 * Reads one `objectSet` element of WaitForUpdatesEx.
 *
 * @throws VimFault NotAuthenticated as `objectContentOf` does
 * @internal
 */
export function objectUpdateOf(element: XmlElement): ObjectUpdate {
  const hidden = hiddenPathsOf(element);
  const changes = new Map<string, VimValue | undefined>();
  for (const change of childrenOf(element, 'changeSet')) {
    const name = textOf(change, 'name');
    const value = childOf(change, 'val');
    const removed =
      textOf(change, 'op') === 'remove' ||
      textOf(change, 'op') === 'indirectRemove';
    if (name) {
      changes.set(
        sharedText(name),
        value && !removed ? vimValueOf(value) : undefined,
      );
    }
  }
  return {
    kind: (textOf(element, 'kind') ?? 'modify') as ObjectUpdate['kind'],
    ref: referenceOf(childOf(element, 'obj')),
    changes,
    hidden,
  };
}
