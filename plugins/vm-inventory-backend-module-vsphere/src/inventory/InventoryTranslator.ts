import { InventoryObject } from '@backlot/plugin-vm-inventory-common';
import {
  Interruptible,
  InventoryChange,
  LeftOut,
  sameObject,
} from '@backlot/plugin-vm-inventory-node';
import { Exclusion } from './Exclusion';
import { ManagedObject, ManagedObjects } from './ManagedObjects';
import { hasName, isUplink } from './properties';
import { translate } from './translate';

// Some tenths of a millisecond of work.
const STEP = 100;

/**
 * Keeps what was told to the store, so that it is told only what differs, and what was not told
 * with the reason.
 *
 * @internal
 */
export class InventoryTranslator {
  readonly #source: string;
  readonly #objects: ManagedObjects;
  readonly #exclusion: Exclusion;
  readonly #told = new Map<string, InventoryObject>();
  /** Reasons by the id of what is not shown, or not as a whole. */
  readonly #leftOut = new Map<string, string>();

  constructor(
    source: string,
    objects: ManagedObjects,
    exclusion = new Exclusion({}),
  ) {
    this.#source = source;
    this.#objects = objects;
    this.#exclusion = exclusion;
  }

  /** Translates an object for a load, and takes it as told. */
  tell(id: string): InventoryObject | undefined {
    const object = this.#translate(id);
    if (object) {
      this.#told.set(id, object);
    }
    return object;
  }

  /** What to tell for objects that may have changed. */
  *changesOf(ids: ReadonlySet<string>): Interruptible<InventoryChange[]> {
    const changes: InventoryChange[] = [];
    let done = 0;
    for (const id of ids) {
      this.#addChanges(id, changes);
      if (++done % STEP === 0) {
        yield;
      }
    }
    return changes;
  }

  /** What to tell when anything may have changed. */
  *allChanges(): Interruptible<InventoryChange[]> {
    const ids = new Set([...this.#told.keys(), ...this.#leftOut.keys()]);
    yield;
    for (const managed of this.#objects.values()) {
      ids.add(managed.ref.value);
    }
    yield;
    return yield* this.changesOf(ids);
  }

  /** How many objects are not shown, or not as a whole, by reason. */
  leftOut(): LeftOut[] {
    const counts = new Map<string, number>();
    for (const reason of this.#leftOut.values()) {
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
    }
    return [...counts]
      .map(([reason, objects]) => ({ reason, objects }))
      .sort((a, b) => (a.reason < b.reason ? -1 : 1));
  }

  #addChanges(id: string, changes: InventoryChange[]): void {
    const before = this.#told.get(id);
    const after = this.#translate(id);
    if (before && before.kind !== after?.kind) {
      changes.push({ type: 'delete', kind: before.kind, id });
      this.#told.delete(id);
    }
    if (after && !sameObject(before, after)) {
      changes.push({ type: 'set', object: after });
      this.#told.set(id, after);
    }
  }

  #translate(id: string): InventoryObject | undefined {
    const managed = this.#objects.get(id);
    const excluded =
      managed && this.#exclusion.reasonFor(managed, this.#objects);
    const reason = excluded ?? (managed && flawOf(managed));
    if (reason === undefined) {
      this.#leftOut.delete(id);
    } else {
      this.#leftOut.set(id, reason);
    }
    return managed && excluded === undefined
      ? translate(this.#source, managed, this.#objects)
      : undefined;
  }
}

function flawOf(object: ManagedObject): string | undefined {
  if (!hasName(object)) {
    return 'Not shown: the account may not read its name';
  }
  if (isUplink(object)) {
    return 'Not shown: the uplink of a distributed switch is not a network for machines';
  }
  return object.hidden.length > 0
    ? 'Shown in part: the account may not read all of its properties'
    : undefined;
}
