import { Privileges } from '../model/Privileges';
import {
  isKindOf,
  propertyAt,
  propertyNames,
} from '../properties/managedTypes';
import { PropertyContext, PropertyNode } from '../properties/PropertyNode';
import { ReadableObject } from '../sessions/SessionObject';
import { noPermission } from '../soap/VimFault';
import { PropertySpec } from './FilterSpec';

/** A property that is read of each object of a type. */
export interface WantedProperty {
  path: string;
  node: PropertyNode<never>;
  /** Can be read with `System.View` alone. */
  visible: boolean;
}

/** Properties that need no more than `System.View`, by the vSphere API reference. */
const visibleProperties = ['name', 'parent'];

function isEntity(object: ReadableObject) {
  return isKindOf(object.type, 'ManagedEntity');
}

/** Reads the wanted properties of objects as XML. */
export class PropertyReader {
  readonly #specs: PropertySpec[];
  readonly #context: PropertyContext;
  readonly #privileges: Privileges;
  readonly #wanted = new Map<string, WantedProperty[]>();

  constructor(
    specs: PropertySpec[],
    context: PropertyContext,
    privileges: Privileges,
  ) {
    this.#specs = specs;
    this.#context = context;
    this.#privileges = privileges;
  }

  /** Whether objects of a type are wanted at all. */
  wants(type: string): boolean {
    return this.#specs.some(spec => isKindOf(type, spec.type));
  }

  /** The properties that are wanted of objects of a type. */
  wanted(type: string): WantedProperty[] {
    let wanted = this.#wanted.get(type);
    if (!wanted) {
      const paths = new Set<string>();
      for (const spec of this.#specs) {
        if (isKindOf(type, spec.type)) {
          for (const path of spec.all ? propertyNames(type) : spec.paths) {
            paths.add(path);
          }
        }
      }
      wanted = [...paths].map(path => ({
        path,
        node: propertyAt(type, path),
        visible: visibleProperties.includes(path),
      }));
      this.#wanted.set(type, wanted);
    }
    return wanted;
  }

  /** Whether the account may read a property of an object. */
  mayRead(object: ReadableObject, property: WantedProperty): boolean {
    return (
      !isEntity(object) ||
      this.#privileges.has(
        object as never,
        property.visible ? 'System.View' : 'System.Read',
      )
    );
  }

  /** The `val` element of a property; undefined while it is unset. */
  value(object: ReadableObject, property: WantedProperty): string | undefined {
    return property.node.val(object as never, this.#context);
  }

  /** What is seen of all wanted properties, in their order, to be compared later. */
  values(object: ReadableObject): (string | undefined)[] {
    return this.wanted(object.type).map(property =>
      this.mayRead(object, property) ? this.value(object, property) : undefined,
    );
  }

  /**
   * All wanted properties: those that are set by `write`, then a `missingSet` for each that the
   * account may not read.
   */
  content(
    object: ReadableObject,
    write: (path: string, val: string) => string,
  ): string {
    const { ref, type } = object;
    let set = '';
    let missing = '';
    for (const property of this.wanted(type)) {
      if (this.mayRead(object, property)) {
        const val = this.value(object, property);
        if (val !== undefined) {
          set += write(property.path, val);
        }
      } else {
        const privilege = property.visible ? 'System.View' : 'System.Read';
        missing += `<missingSet><path>${
          property.path
        }</path><fault>${noPermission(
          type,
          ref,
          privilege,
        ).localized()}</fault></missingSet>`;
      }
    }
    return set + missing;
  }
}
