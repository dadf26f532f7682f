import { InventoryObject } from '@backlot/plugin-vm-inventory-common';
import { InventoryChange } from '@backlot/plugin-vm-inventory-node';
import { ManagedObjects } from './ManagedObjects';
import { translate } from './translate';

/**
 * Keeps what was told to the store, so that it is told only what differs.
 *
 * @internal
 */
export class InventoryTranslator {
  readonly #source: string;
  readonly #objects: ManagedObjects;
  readonly #told = new Map<string, InventoryObject>();

  constructor(source: string, objects: ManagedObjects) {
    this.#source = source;
    this.#objects = objects;
  }

  /** Translates an object for a load, and takes it as told. */
  tell(id: string): InventoryObject | undefined {
    const managed = this.#objects.get(id);
    const object = managed && translate(this.#source, managed, this.#objects);
    if (object) {
      this.#told.set(id, object);
    }
    return object;
  }

  /** What to tell for objects that may have changed. */
  changesOf(ids: Iterable<string>): InventoryChange[] {
    return [...new Set(ids)].flatMap(id => this.#changeOf(id));
  }

  /** What to tell when anything may have changed. */
  allChanges(): InventoryChange[] {
    const ids = new Set(this.#told.keys());
    for (const managed of this.#objects.values()) {
      ids.add(managed.ref.value);
    }
    return this.changesOf(ids);
  }

  #changeOf(id: string): InventoryChange[] {
    const before = this.#told.get(id);
    const managed = this.#objects.get(id);
    const after = managed && translate(this.#source, managed, this.#objects);
    const changes: InventoryChange[] = [];
    if (before && before.kind !== after?.kind) {
      changes.push({ type: 'delete', kind: before.kind, id });
      this.#told.delete(id);
    }
    if (after && JSON.stringify(before) !== JSON.stringify(after)) {
      changes.push({ type: 'set', object: after });
      this.#told.set(id, after);
    }
    return changes;
  }
}
