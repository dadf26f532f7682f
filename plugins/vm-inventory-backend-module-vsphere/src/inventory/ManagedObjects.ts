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

  /** Puts in an object in place of what was known of it, but for a template's details. */
  put(ref: ManagedObjectReference, properties: Map<string, VimValue>): void {
    this.#objects.set(ref.value, {
      ref,
      properties,
      template: this.#objects.get(ref.value)?.template,
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
    const { ref, kind, changes } = update;
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
    this.#objects.set(ref.value, {
      ref,
      properties,
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

function sameValue(a: VimValue | undefined, b: VimValue | undefined): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
