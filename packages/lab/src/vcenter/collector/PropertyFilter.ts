import { ManagedObject } from '../model/ManagedObject';
import { Commit, StoreObserver } from '../model/ManagedObjectStore';
import { FilterObject, ReadableObject } from '../sessions/SessionObject';
import { ContainerView } from './ContainerView';
import { FilterSpec } from './FilterSpec';
import { PropertyReader } from './PropertyReader';
import { ObjectSource, selectObjects } from './selectObjects';

/** A news item of a filter: what became of one object since a revision. */
export interface ObjectUpdate {
  kind: 'enter' | 'modify' | 'leave';
  object: ReadableObject;
  /** Paths that changed, of a `modify`. */
  paths: string[];
}

interface Member {
  object: ReadableObject;
  enteredAt: number;
  /** When each path changed last. */
  changes?: Map<string, number>;
}

/** Entries of the change log that are kept, whatever the number of objects. */
const shortestLog = 20_000;

/**
 * What a client watches. It knows since which revision each object is in it and when each of its
 * properties changed, so that the difference to an earlier revision can be told, and told again.
 */
export class PropertyFilter implements FilterObject, StoreObserver {
  readonly type = 'PropertyFilter';
  readonly ref: string;
  readonly reader: PropertyReader;
  readonly #spec: FilterSpec;
  readonly #source: ObjectSource;
  /** The view, when the filter watches no more than the objects of one. */
  readonly #view: ContainerView | undefined;
  readonly #createdAt: number;
  readonly #members = new Map<string, Member>();
  readonly #left = new Map<string, { member: Member; leftAt: number }>();
  /** Oldest first. */
  #log: { revision: number; ref: string }[] = [];
  #forgottenTo: number;
  readonly #before = new Map<string, (string | undefined)[]>();
  #stale = false;

  /** @throws VimFault ManagedObjectNotFound when it would start at what there is not */
  constructor(
    ref: string,
    spec: FilterSpec,
    reader: PropertyReader,
    source: ObjectSource,
  ) {
    this.ref = ref;
    this.reader = reader;
    this.#spec = spec;
    this.#source = source;
    this.#view = plainView(spec, source);
    const selected = selectObjects(spec, source);
    this.#createdAt = source.store.nextRevision();
    this.#forgottenTo = this.#createdAt;
    for (const [key, object] of selected) {
      this.#members.set(key, { object, enteredAt: this.#createdAt });
    }
  }

  touching(object: ManagedObject): void {
    if (this.#members.has(object.ref) && !this.#before.has(object.ref)) {
      this.#before.set(object.ref, this.reader.values(object));
    }
  }

  committed(commit: Commit): void {
    const { store } = this.#source;
    for (const [ref, before] of this.#before) {
      const member = this.#members.get(ref);
      if (member && store.get(ref)) {
        this.#compare(member, before);
      }
    }
    this.#before.clear();
    for (const object of [
      ...commit.added,
      ...commit.removed,
      ...commit.related,
    ]) {
      if (this.#view && !this.#leadsFurther(object)) {
        this.#place(object, this.#view.includes(object));
      } else if (object.type !== 'Task' || this.#members.has(object.ref)) {
        this.#stale = true;
      }
    }
    this.#forget();
  }

  /**
   * What changed after a revision, oldest first.
   *
   * @param since - a revision; one from before the filter was made gives all objects
   * @returns undefined when that is too long ago to be known
   */
  updatesSince(since: number): ObjectUpdate[] | undefined {
    this.#refresh();
    if (since < this.#createdAt) {
      return [...this.#members.values()].map(({ object }) => ({
        kind: 'enter',
        object,
        paths: [],
      }));
    }
    if (since < this.#forgottenTo) {
      return undefined;
    }
    const refs = new Set<string>();
    for (let at = this.#firstAfter(since); at < this.#log.length; at += 1) {
      refs.add(this.#log[at].ref);
    }
    return [...refs].flatMap(ref => this.#updateOf(ref, since) ?? []);
  }

  #updateOf(ref: string, since: number): ObjectUpdate | undefined {
    const member = this.#members.get(ref);
    if (!member) {
      const left = this.#left.get(ref);
      return left && left.member.enteredAt <= since
        ? { kind: 'leave', object: left.member.object, paths: [] }
        : undefined;
    }
    if (member.enteredAt > since) {
      return { kind: 'enter', object: member.object, paths: [] };
    }
    const paths = [...(member.changes ?? [])]
      .filter(([, changedAt]) => changedAt > since)
      .map(([path]) => path);
    return { kind: 'modify', object: member.object, paths };
  }

  #compare(member: Member, before: (string | undefined)[]): void {
    const { revision } = this.#source.store;
    const after = this.reader.values(member.object);
    const wanted = this.reader.wanted(member.object.type);
    let changed = false;
    wanted.forEach(({ path }, index) => {
      if (before[index] !== after[index]) {
        member.changes ??= new Map();
        member.changes.set(path, revision);
        changed = true;
      }
    });
    if (changed) {
      this.#log.push({ revision, ref: member.object.ref });
    }
  }

  #place(object: ReadableObject, belongs: boolean): void {
    const { revision } = this.#source.store;
    const member = this.#members.get(object.ref);
    if (belongs && !member && this.reader.wants(object.type)) {
      this.#members.set(object.ref, { object, enteredAt: revision });
      this.#left.delete(object.ref);
      this.#log.push({ revision, ref: object.ref });
    } else if (!belongs && member) {
      this.#members.delete(object.ref);
      this.#left.set(object.ref, { member, leftAt: revision });
      this.#log.push({ revision, ref: object.ref });
    }
  }

  /** Selects anew after a change that may have let in or out more than the object that changed. */
  #refresh(): void {
    if (!this.#stale) {
      return;
    }
    this.#stale = false;
    this.#source.store.nextRevision();
    const selected = selectObjects(this.#spec, this.#source);
    for (const { object } of [...this.#members.values()]) {
      this.#place(object, selected.has(object.ref));
    }
    for (const object of selected.values()) {
      this.#place(object, true);
    }
  }

  #leadsFurther(object: ManagedObject): boolean {
    const { store } = this.#source;
    return (
      store.related(object.ref, 'child').size > 0 ||
      store.related(object.ref, 'vm').size > 0
    );
  }

  #firstAfter(since: number): number {
    let low = 0;
    let high = this.#log.length;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.#log[middle].revision > since) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  #forget(): void {
    if (this.#log.length < 2 * Math.max(shortestLog, this.#members.size)) {
      return;
    }
    const half = Math.floor(this.#log.length / 2);
    this.#forgottenTo = this.#log[half - 1].revision;
    this.#log = this.#log.slice(half);
    for (const [ref, { leftAt }] of this.#left) {
      if (leftAt <= this.#forgottenTo) {
        this.#left.delete(ref);
      }
    }
  }
}

/** The view that a filter is no more than the objects of, as most are. */
function plainView(
  spec: FilterSpec,
  source: ObjectSource,
): ContainerView | undefined {
  const [{ ref, skip, next }, ...others] = spec.objects;
  const [traversal, ...branches] = next;
  const view = source.find(ref);
  return others.length === 0 &&
    branches.length === 0 &&
    skip &&
    view instanceof ContainerView &&
    'node' in traversal &&
    traversal.path === 'view' &&
    !traversal.skip &&
    traversal.next.length === 0
    ? view
    : undefined;
}
