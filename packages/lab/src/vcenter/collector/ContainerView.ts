import { ManagedObject } from '../model/ManagedObject';
import { ManagedObjectStore } from '../model/ManagedObjectStore';
import { Privileges } from '../model/Privileges';
import { isKindOf } from '../properties/managedTypes';
import { ViewObject } from '../sessions/SessionObject';

/** What a view is made with. */
export interface ContainerViewOptions {
  ref: string;
  container: string;
  /** Types that it shows, with their kinds; all when empty. */
  types: string[];
  recursive: boolean;
  store: ManagedObjectStore;
  privileges: Privileges;
}

/** The objects of some types below another object, as they are at the moment. */
export class ContainerView implements ViewObject {
  readonly type = 'ContainerView';
  readonly ref: string;
  readonly container: string;
  readonly types: string[];
  readonly recursive: boolean;
  readonly #store: ManagedObjectStore;
  readonly #privileges: Privileges;

  constructor(options: ContainerViewOptions) {
    this.ref = options.ref;
    this.container = options.container;
    this.types = options.types;
    this.recursive = options.recursive;
    this.#store = options.store;
    this.#privileges = options.privileges;
  }

  *contents(): Iterable<string> {
    const seen = new Set<string>();
    const open = [this.container];
    for (
      let container = open.pop();
      container !== undefined;
      container = open.pop()
    ) {
      for (const relation of ['child', 'vm'] as const) {
        if (relation === 'vm' && !this.#holdsMachines(container)) {
          continue;
        }
        for (const ref of this.#store.related(container, relation)) {
          const object = this.#store.get(ref);
          if (object && !seen.has(ref)) {
            seen.add(ref);
            if (this.#shows(object)) {
              yield ref;
            }
            if (this.recursive) {
              open.push(ref);
            }
          }
        }
      }
    }
  }

  /** Whether an object is in the view now. */
  includes(object: ManagedObject): boolean {
    return (
      this.#store.get(object.ref) === object &&
      this.#shows(object) &&
      this.#isBelow(object)
    );
  }

  #shows(object: ManagedObject): boolean {
    return (
      (this.types.length === 0 ||
        this.types.some(type => isKindOf(object.type, type))) &&
      this.#privileges.has(object, 'System.View')
    );
  }

  #isBelow(object: ManagedObject): boolean {
    const containers = this.#containersOf(object);
    return (
      containers.includes(this.container) ||
      (this.recursive &&
        containers.some(ref => {
          const container = this.#store.get(ref);
          return container !== undefined && this.#isBelow(container);
        }))
    );
  }

  #containersOf(object: ManagedObject): string[] {
    if (object.type === 'Task') {
      return [];
    }
    const containers = object.parent ? [object.parent] : [];
    if (object.type === 'VirtualMachine') {
      containers.push(object.host);
      if (object.resourcePool) {
        containers.push(object.resourcePool);
      }
    }
    return containers;
  }

  #holdsMachines(ref: string): boolean {
    return (
      this.#store.ofType(ref, 'HostSystem', 'ResourcePool', 'VirtualApp') !==
      undefined
    );
  }
}
