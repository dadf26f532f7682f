import { sameObject } from '@backlot/plugin-vm-inventory-node';
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

/**
 * What an object's change calls for: nothing, translating it anew, or translating all objects,
 * because it may be part of what others are translated to.
 *
 * @internal
 */
export type ManagedChange = 'none' | 'itself' | 'all';

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

const structuralPaths = [
  'name',
  'parent',
  'owner',
  'resourcePool',
  'childType',
];

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
   * template's details. One that is as it was stays the same: of a hundred thousand that are read
   * again, next to none have changed.
   */
  put({ ref, properties, hidden }: ObjectContent): ManagedChange {
    const known = this.#objects.get(ref.value);
    keep(hidden, known, properties);
    return this.#set({
      ref,
      properties,
      hidden,
      template: known?.template,
    });
  }

  /** Removes an object that is there. */
  delete(id: string): ManagedChange {
    const { ref } = this.#objects.get(id)!;
    this.#objects.delete(id);
    return structural.has(ref.type) ? 'all' : 'itself';
  }

  /** Applies an update. */
  apply(update: ObjectUpdate): ManagedChange {
    const { ref, kind, changes, hidden } = update;
    const known = this.#objects.get(ref.value);
    if (kind === 'leave') {
      return known ? this.delete(ref.value) : 'none';
    }
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
    return this.#set({
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
  }

  #set(object: ManagedObject): ManagedChange {
    const { ref } = object;
    const known = this.#objects.get(ref.value);
    if (known && sameContent(known, object)) {
      return 'none';
    }
    this.#objects.set(ref.value, object);
    if (!structural.has(ref.type)) {
      return 'itself';
    }
    return known &&
      structuralPaths.every(path =>
        sameObject(known.properties.get(path), object.properties.get(path)),
      )
      ? 'itself'
      : 'all';
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

function sameContent(a: ManagedObject, b: ManagedObject): boolean {
  if (
    a.properties.size !== b.properties.size ||
    a.ref.type !== b.ref.type ||
    !sameObject(a.hidden, b.hidden)
  ) {
    return false;
  }
  for (const [path, value] of a.properties) {
    if (!sameObject(value, b.properties.get(path))) {
      return false;
    }
  }
  return true;
}
