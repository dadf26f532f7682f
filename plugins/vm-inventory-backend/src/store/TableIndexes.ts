import { atOnce, Interruptible } from '@backlot/plugin-vm-inventory-node';
import { LRUCache } from 'lru-cache';
import { Entry } from './Entry';
import { SortedIndex } from './SortedIndex';

/** What changed a table, after what had changed it before. */
interface Step {
  removed: readonly Entry[];
  added: readonly Entry[];
  previous?: Step;
  /** Number of changes since the first step. */
  changes: number;
}

interface Kept {
  index: SortedIndex;
  /** The step up to which it has the changes. */
  step: Step;
  /** Which entries are in it; all when absent. */
  matches?: (entry: Entry) => boolean;
  /** Whether it was asked for lately. */
  wasAsked: boolean;
}

interface Aside {
  making: Map<string, Promise<void>>;
  made: LRUCache<string, Kept>;
}

// Each costs eight bytes an entry.
const MOST_KEPT = 24;
const MOST_ASIDE = 8;
// About as many changes as it takes to make an index anew cheaper.
const MOST_CHANGES = 1_000;
// Some tenths of a millisecond of work.
const STEP = 1_000;

/**
 * Indexes of a table that were asked for, and views: indexes of some of its entries. They get the
 * table's changes when they are next asked for, so that a change costs the same however many there
 * are. What is not asked for while a thousand changes come is forgotten.
 *
 * @internal
 */
export class TableIndexes {
  /** The least recently asked for is the first, and goes first. */
  readonly #kept: Map<string, Kept>;
  readonly #step: Step;
  /** What is made aside, and was: for this table, and for all that come after it. */
  readonly #aside: Aside;

  static empty(): TableIndexes {
    return new TableIndexes(new Map(), firstStep(), newAside());
  }

  private constructor(kept: Map<string, Kept>, step: Step, aside: Aside) {
    this.#kept = kept;
    this.#step = step;
    this.#aside = aside;
  }

  /** Makes the index of this name aside, when it is not there, once at a time. */
  async prepare(name: string, make: () => Promise<SortedIndex>): Promise<void> {
    if (this.#find(name)) {
      return;
    }
    const { making, made } = this.#aside;
    let index = making.get(name);
    if (!index) {
      index = make()
        .then(each => {
          made.set(name, { index: each, step: this.#step, wasAsked: true });
        })
        .finally(() => making.delete(name));
      making.set(name, index);
    }
    await index;
  }

  /**
   * The index of this name.
   *
   * @param make - makes it when it is not there
   * @param matches - which entries are in it; all when absent
   */
  get(
    name: string,
    make: () => SortedIndex,
    matches?: (entry: Entry) => boolean,
  ): SortedIndex {
    const kept = this.#find(name);
    const current = kept
      ? atOnce(this.#current(kept))
      : { index: make(), step: this.#step, matches };
    this.#kept.delete(name);
    this.#kept.set(name, { ...current, wasAsked: true });
    if (this.#kept.size > MOST_KEPT) {
      const [oldest] = this.#kept.keys();
      this.#kept.delete(oldest);
    }
    return current.index;
  }

  /** Those of the table after a change. */
  *after(
    removed: readonly Entry[],
    added: readonly Entry[],
  ): Interruptible<TableIndexes> {
    const changes = this.#step.changes + removed.length + added.length;
    const next = new TableIndexes(
      new Map(this.#kept),
      { removed, added, previous: this.#step, changes },
      this.#aside,
    );
    return changes > MOST_CHANGES ? yield* next.#settled() : next;
  }

  /** The same with nothing left to do, so that steps need not be remembered. */
  *#settled(): Interruptible<TableIndexes> {
    const step = firstStep();
    const kept = new Map<string, Kept>();
    for (const name of [...this.#aside.made.keys()]) {
      const each = this.#find(name);
      if (each) {
        this.#kept.set(name, each);
      }
    }
    for (const [name, each] of this.#kept) {
      if (each.wasAsked) {
        const { index, matches } = yield* this.#current(each);
        kept.set(name, { index, matches, step, wasAsked: false });
      }
    }
    return new TableIndexes(kept, step, newAside());
  }

  #find(name: string): Kept | undefined {
    const aside = this.#aside.made.get(name);
    return (
      this.#kept.get(name) ??
      (aside && this.#follows(aside.step) ? aside : undefined)
    );
  }

  #follows(earlier: Step): boolean {
    let step: Step | undefined = this.#step;
    while (step && step !== earlier) {
      step = step.previous;
    }
    return step !== undefined;
  }

  *#current(kept: Kept): Interruptible<Kept> {
    if (kept.step === this.#step) {
      return kept;
    }
    const steps: Step[] = [];
    for (let step = this.#step; step !== kept.step; step = step.previous!) {
      steps.push(step);
    }
    const removed = new Set<Entry>();
    const added = new Set<Entry>();
    const { matches } = kept;
    let done = 0;
    for (const step of steps.reverse()) {
      for (const entry of step.removed) {
        if (!added.delete(entry) && (!matches || matches(entry))) {
          removed.add(entry);
        }
        if (++done % STEP === 0) {
          yield;
        }
      }
      for (const entry of step.added) {
        if (!matches || matches(entry)) {
          added.add(entry);
        }
        if (++done % STEP === 0) {
          yield;
        }
      }
    }
    return {
      ...kept,
      index: yield* kept.index.with(removed, added),
      step: this.#step,
    };
  }
}

function firstStep(): Step {
  return { removed: [], added: [], changes: 0 };
}

function newAside(): Aside {
  return { making: new Map(), made: new LRUCache({ max: MOST_ASIDE }) };
}
