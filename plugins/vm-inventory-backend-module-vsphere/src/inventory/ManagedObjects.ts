import { ObjectContent } from '../propertyCollector/ObjectContent';
import { ObjectUpdate } from '../propertyCollector/ObjectUpdate';
import { ManagedObjectReference, VimValue } from '../propertyCollector/values';
import { TemplateDetails } from './templateDetails';

/**
 * A managed object as it was last announced.
 *
 * @internal
 */
export interface ManagedObject {
  ref: ManagedObjectReference;
  properties: Map<string, VimValue>;
  /** Paths that the account may not read. Their last known values are kept. */
  hidden: readonly string[];
  template?: TemplateDetails;
}

/** Types whose place or name decides what others are translated to. */
const structural = new Set([
  'Datacenter',
  'Folder',
  'StoragePod',
  'ComputeResource',
  'ClusterComputeResource',
  'HostSystem',
  'ResourcePool',
  'VirtualApp',
]);

const structuralPaths = new Set([
  'name',
  'parent',
  'owner',
  'resourcePool',
  'childType',
]);

/**
 * The managed objects of one vCenter, by the value of their references.
 *
 * @internal
 */
export class ManagedObjects {
  readonly #objects = new Map<string, ManagedObject>();

  get(id: string): ManagedObject | undefined {
    return this.#objects.get(id);
  }

  values(): IterableIterator<ManagedObject> {
    return this.#objects.values();
  }

  get size(): number {
    return this.#objects.size;
  }

  /**
   * Puts in an object in place of what was known of it, but for what could not be read now, and a
   * template's details.
   */
  put({ ref, properties, hidden }: ObjectContent): void {
    const known = this.#objects.get(ref.value);
    keep(hidden, known, properties);
    this.#objects.set(ref.value, {
      ref,
      properties,
      hidden,
      template: known?.template,
    });
  }

  delete(id: string): void {
    this.#objects.delete(id);
  }

  /**
   * Applies an update.
   *
   * @returns whether other objects may have to be translated anew for it
   */
  apply(update: ObjectUpdate): boolean {
    const { ref, kind, changes, hidden } = update;
    const isStructural = structural.has(ref.type);
    if (kind === 'leave') {
      this.#objects.delete(ref.value);
      return isStructural;
    }
    const known = this.#objects.get(ref.value);
    const properties: Map<string, VimValue> =
      kind === 'enter' ? new Map() : new Map(known?.properties);
    for (const [path, value] of changes) {
      if (value === undefined) {
        properties.delete(path);
      } else {
        properties.set(path, value);
      }
    }
    keep(hidden, known, properties);
    const hiddenBefore = kind === 'enter' ? [] : known?.hidden ?? [];
    this.#objects.set(ref.value, {
      ref,
      properties,
      hidden: [
        ...new Set([
          ...hiddenBefore.filter(path => !changes.has(path)),
          ...hidden,
        ]),
      ],
      template: known?.template,
    });
    if (!isStructural) {
      return false;
    }
    if (!known) {
      return true;
    }
    return [...structuralPaths].some(
      path => !sameValue(known.properties.get(path), properties.get(path)),
    );
  }
}

function keep(
  paths: readonly string[],
  known: ManagedObject | undefined,
  properties: Map<string, VimValue>,
): void {
  for (const path of paths) {
    const value = known?.properties.get(path);
    if (value !== undefined) {
      properties.set(path, value);
    }
  }
}

function sameValue(a: VimValue | undefined, b: VimValue | undefined): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
