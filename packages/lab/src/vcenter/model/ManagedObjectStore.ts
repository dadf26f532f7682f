import { ManagedObject, ManagedObjectOf } from './ManagedObject';
import {
  decidesReach,
  Relation,
  RelationEntry,
  relationsOf,
  summarisedBy,
} from './relations';

/** What a commit did. */
export interface Commit {
  added: ManagedObject[];
  removed: ManagedObject[];
  /** Objects that now stand in other lists than before, e.g. those that were moved. */
  related: ManagedObject[];
}

/** Follows the changes of a store. */
export interface StoreObserver {
  /** Called before the first change to an object in a commit, while it is still as it was. */
  touching(object: ManagedObject): void;
  committed(commit: Commit): void;
}

/** Changes objects inside a commit. */
export interface Edit {
  add(object: ManagedObject): void;
  update<T extends ManagedObject>(object: T, patch: Partial<T>): void;
  remove(object: ManagedObject): void;
  /** Has observers decide anew whether they see the object and what lies below it. */
  relist(object: ManagedObject): void;
}

const nothing: ReadonlySet<string> = new Set();

/**
 * All managed objects of the lab's vCenter with the lists that they keep of each other. Every
 * change is made in a commit, which tells observers what it touches before and after: so whatever
 * changes is announced, and nothing has to remember to.
 */
export class ManagedObjectStore {
  readonly #objects = new Map<string, ManagedObject>();
  readonly #lists = new Map<string, Map<Relation, Set<string>>>();
  readonly #observers = new Set<StoreObserver>();
  #lastId: number;
  #revision = 0;

  /**
   * @param objects - what it starts with
   * @param lastId - the highest number that a reference has had
   */
  constructor(objects: ManagedObject[] = [], lastId = 0) {
    this.#lastId = lastId;
    for (const object of objects) {
      this.#objects.set(object.ref, object);
      for (const entry of relationsOf(object)) {
        this.#list(entry).add(object.ref);
      }
    }
  }

  /** Grows with each commit. */
  get revision(): number {
    return this.#revision;
  }

  get lastId(): number {
    return this.#lastId;
  }

  get size(): number {
    return this.#objects.size;
  }

  /** A number higher than any that was handed out before. */
  nextRevision(): number {
    this.#revision += 1;
    return this.#revision;
  }

  /** A reference that no object ever had. */
  nextRef(prefix: string): string {
    this.#lastId += 1;
    return `${prefix}${this.#lastId}`;
  }

  get(ref: string): ManagedObject | undefined {
    return this.#objects.get(ref);
  }

  /** The object, when it is there and of that type. */
  ofType<T extends ManagedObject['type']>(
    ref: string | undefined,
    ...types: T[]
  ): ManagedObjectOf<T> | undefined {
    const object = ref === undefined ? undefined : this.#objects.get(ref);
    return object && (types as string[]).includes(object.type)
      ? (object as ManagedObjectOf<T>)
      : undefined;
  }

  values(): IterableIterator<ManagedObject> {
    return this.#objects.values();
  }

  /** References of the objects that stand in a list of `owner`. */
  related(owner: string, relation: Relation): ReadonlySet<string> {
    return this.#lists.get(owner)?.get(relation) ?? nothing;
  }

  /** Objects of the given types that lie below another, however deep. */
  *descendants(
    ref: string,
    ...types: ManagedObject['type'][]
  ): Iterable<string> {
    for (const child of this.related(ref, 'child')) {
      const object = this.#objects.get(child);
      if (object) {
        if (types.includes(object.type)) {
          yield child;
        }
        yield* this.descendants(child, ...types);
      }
    }
  }

  /** @returns a function that ends it */
  observe(observer: StoreObserver): () => void {
    this.#observers.add(observer);
    return () => this.#observers.delete(observer);
  }

  /** Makes changes that observers see as one. */
  commit<R>(work: (edit: Edit) => R): R {
    const touched = new Set<string>();
    const commit: Commit = { added: [], removed: [], related: [] };
    const touch = (ref: string) => {
      const object = this.#objects.get(ref);
      if (object && !touched.has(ref)) {
        touched.add(ref);
        for (const observer of this.#observers) {
          observer.touching(object);
        }
      }
    };
    const touchWith = (object: ManagedObject) => {
      for (const entry of relationsOf(object)) {
        touch(entry.owner);
      }
      summarisedBy(object).forEach(touch);
    };
    try {
      return work({
        add: object => {
          touchWith(object);
          this.#objects.set(object.ref, object);
          this.#relate([], relationsOf(object), object.ref);
          commit.added.push(object);
        },
        update: (object, patch) => {
          touch(object.ref);
          const before = relationsOf(object);
          const after = relationsOf({ ...object, ...patch });
          touchWith(object);
          for (const entry of after) {
            touch(entry.owner);
          }
          if (decidesReach(patch)) {
            this.related(object.ref, 'vm').forEach(touch);
          }
          Object.assign(object, patch);
          if (this.#relate(before, after, object.ref)) {
            commit.related.push(object);
          }
        },
        remove: object => {
          touchWith(object);
          this.#objects.delete(object.ref);
          this.#relate(relationsOf(object), [], object.ref);
          this.#lists.delete(object.ref);
          commit.removed.push(object);
        },
        relist: object => {
          commit.related.push(object);
        },
      });
    } finally {
      this.#revision += 1;
      for (const observer of [...this.#observers]) {
        observer.committed(commit);
      }
    }
  }

  #list({ owner, relation }: RelationEntry): Set<string> {
    let lists = this.#lists.get(owner);
    if (!lists) {
      lists = new Map();
      this.#lists.set(owner, lists);
    }
    let list = lists.get(relation);
    if (!list) {
      list = new Set();
      lists.set(relation, list);
    }
    return list;
  }

  #relate(
    before: RelationEntry[],
    after: RelationEntry[],
    ref: string,
  ): boolean {
    const holds = (entries: RelationEntry[], entry: RelationEntry) =>
      entries.some(
        other =>
          other.owner === entry.owner && other.relation === entry.relation,
      );
    const gone = before.filter(entry => !holds(after, entry));
    const come = after.filter(entry => !holds(before, entry));
    gone.forEach(entry => this.#list(entry).delete(ref));
    come.forEach(entry => this.#list(entry).add(ref));
    return gone.length + come.length > 0;
  }
}
