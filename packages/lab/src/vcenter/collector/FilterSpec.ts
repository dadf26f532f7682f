import { propertyAt } from '../properties/managedTypes';
import { PropertyNode } from '../properties/PropertyNode';
import {
  child,
  children,
  flagOf,
  SoapElement,
  textOf,
} from '../soap/SoapElement';
import { invalidArgument, invalidProperty } from '../soap/VimFault';

/** Which properties of objects of a type, and of its kinds, are wanted. */
export interface PropertySpec {
  type: string;
  all: boolean;
  paths: string[];
}

/** How to go on from an object: along a property of it. */
export interface TraversalSpec {
  name?: string;
  type: string;
  node: PropertyNode<never>;
  path: string;
  /** Leaves out the objects that it leads to, while going on from them. */
  skip: boolean;
  next: Selection[];
}

/** A traversal, or the name of one that stands elsewhere in the same object specification. */
export type Selection = TraversalSpec | { name: string };

/** Where to start. */
export interface ObjectSpec {
  type: string;
  ref: string;
  skip: boolean;
  next: Selection[];
}

/** PropertyFilterSpec: what a client wants to know of what. */
export interface FilterSpec {
  properties: PropertySpec[];
  objects: ObjectSpec[];
  /** Leaves out objects that there are not, in place of a fault. */
  reportMissing: boolean;
}

function parsePropertySpec(element: SoapElement): PropertySpec {
  const type = textOf(element, 'type') ?? '';
  const paths = children(element, 'pathSet').map(path => path.text.trim());
  for (const path of paths) {
    propertyAt(type, path);
  }
  return { type, all: flagOf(element, 'all'), paths };
}

function parseSelection(element: SoapElement): Selection {
  const name = textOf(element, 'name');
  const path = textOf(element, 'path');
  if (path === undefined) {
    if (!name) {
      throw invalidArgument('selectSet.name');
    }
    return { name };
  }
  const type = textOf(element, 'type') ?? '';
  const node = propertyAt(type, path);
  if (!node.targets) {
    throw invalidProperty(path);
  }
  return {
    name,
    type,
    node,
    path,
    skip: flagOf(element, 'skip'),
    next: children(element, 'selectSet').map(parseSelection),
  };
}

/**
 * Reads a PropertyFilterSpec.
 *
 * @throws VimFault InvalidProperty and InvalidArgument, for what the types do not have
 */
export function parseFilterSpec(element: SoapElement): FilterSpec {
  return {
    properties: children(element, 'propSet').map(parsePropertySpec),
    objects: children(element, 'objectSet').map(objectSet => {
      const obj = child(objectSet, 'obj');
      if (!obj) {
        throw invalidArgument('objectSet.obj');
      }
      return {
        type: obj.attributes.type ?? '',
        ref: obj.text.trim(),
        skip: flagOf(objectSet, 'skip'),
        next: children(objectSet, 'selectSet').map(parseSelection),
      };
    }),
    reportMissing: flagOf(element, 'reportMissingObjectsInResults'),
  };
}
