import { isKindOf } from '../properties/managedTypes';
import { PropertyContext } from '../properties/PropertyNode';
import { ReadableObject } from '../sessions/SessionObject';
import { managedObjectNotFound } from '../soap/VimFault';
import { FilterSpec, ObjectSpec, Selection, TraversalSpec } from './FilterSpec';

/** Where a selection finds its objects. */
export interface ObjectSource extends PropertyContext {
  find(ref: string): ReadableObject | undefined;
  /** Whether the session's account may see the object. */
  isVisible(object: ReadableObject): boolean;
}

function traversalsByName(objectSpec: ObjectSpec): Map<string, TraversalSpec> {
  const found = new Map<string, TraversalSpec>();
  const open = [...objectSpec.next];
  for (
    let selection = open.pop();
    selection !== undefined;
    selection = open.pop()
  ) {
    if ('node' in selection) {
      if (selection.name) {
        found.set(selection.name, selection);
      }
      open.push(...selection.next);
    }
  }
  return found;
}

/**
 * The objects that a filter selects, each once, in the order in which they are come upon.
 *
 * @throws VimFault ManagedObjectNotFound when the selection starts at what there is not
 */
export function selectObjects(
  spec: FilterSpec,
  source: ObjectSource,
): Map<string, ReadableObject> {
  const selected = new Map<string, ReadableObject>();
  for (const objectSpec of spec.objects) {
    const start = source.find(objectSpec.ref);
    if (!start) {
      if (spec.reportMissing) {
        continue;
      }
      throw managedObjectNotFound(objectSpec.type, objectSpec.ref);
    }
    const named = traversalsByName(objectSpec);
    const walked = new Map<TraversalSpec, Set<string>>();
    const walk = (object: ReadableObject, selections: Selection[]) => {
      for (const selection of selections) {
        const traversal =
          'node' in selection ? selection : named.get(selection.name);
        if (!traversal || !isKindOf(object.type, traversal.type)) {
          continue;
        }
        const done = walked.get(traversal) ?? new Set();
        walked.set(traversal, done);
        if (done.has(object.ref)) {
          continue;
        }
        done.add(object.ref);
        const targets = traversal.node.targets?.(object as never, source) ?? [];
        for (const ref of targets) {
          const target = source.find(ref);
          if (target && source.isVisible(target)) {
            if (!traversal.skip) {
              selected.set(ref, target);
            }
            walk(target, traversal.next);
          }
        }
      }
    };
    if (!objectSpec.skip) {
      selected.set(start.ref, start);
    }
    walk(start, objectSpec.next);
  }
  for (const [ref, object] of selected) {
    if (!spec.properties.some(({ type }) => isKindOf(object.type, type))) {
      selected.delete(ref);
    }
  }
  return selected;
}
