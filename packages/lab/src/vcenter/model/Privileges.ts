import { ManagedObject } from './ManagedObject';
import { ManagedObjectStore } from './ManagedObjectStore';

/**
 * A privilege that the lab's account can lack on part of the tree.
 *
 * @public
 */
export type ReadPrivilege = 'System.View' | 'System.Read';

/**
 * What the lab's account lacks: without `System.Read` an object shows its name and parent only,
 * without `System.View` it is not seen at all. Both hold for all that lies below.
 *
 * @public
 */
export class Privileges {
  readonly #store: ManagedObjectStore;
  readonly #withheld = new Map<string, ReadPrivilege>();

  /** @internal */
  constructor(store: ManagedObjectStore) {
    this.#store = store;
  }

  /** Takes a privilege on an object and all below it. */
  withhold(ref: string, privilege: ReadPrivilege): void {
    this.#withheld.set(ref, privilege);
    this.#announce(ref);
  }

  /** Gives back what was withheld on an object. */
  grant(ref: string): void {
    this.#withheld.delete(ref);
    this.#announce(ref);
  }

  /** Whether the account has a privilege on an object. @internal */
  has(object: ManagedObject, privilege: ReadPrivilege): boolean {
    if (this.#withheld.size === 0) {
      return true;
    }
    for (
      let current: ManagedObject | undefined = object;
      current;
      current = this.#above(current)
    ) {
      const withheld = this.#withheld.get(current.ref);
      if (withheld === 'System.View' || withheld === privilege) {
        return false;
      }
    }
    return true;
  }

  #above(object: ManagedObject): ManagedObject | undefined {
    return object.type === 'Task' || !object.parent
      ? undefined
      : this.#store.get(object.parent);
  }

  #announce(ref: string): void {
    const object = this.#store.get(ref);
    if (object) {
      this.#store.commit(edit => edit.relist(object));
    }
  }
}
