import { EffectiveChange } from './EffectiveChange';
import { formatPosition, samePosition, SourcePosition } from './SourcePosition';

interface Step {
  from: SourcePosition;
  changes: readonly EffectiveChange[];
}

/** How many changes of a source, and steps, are remembered for those who follow them. */
const MOST_REMEMBERED = 10_000;

/**
 * Where a source is, and the changes that lately led there, for those who ask from time to time
 * what has changed.
 *
 * @internal
 */
export class SourceHistory {
  #position: SourcePosition;
  /** In order, by where each begins. */
  readonly #steps = new Map<string, Step>();
  #remembered = 0;

  constructor(position: SourcePosition) {
    this.#position = position;
  }

  get position(): SourcePosition {
    return this.#position;
  }

  /** Moves on. */
  add(changes: readonly EffectiveChange[], to: SourcePosition): void {
    if (samePosition(to, this.#position)) {
      return;
    }
    this.#steps.set(formatPosition(this.#position), {
      from: this.#position,
      changes,
    });
    this.#remembered += costOf(changes);
    this.#position = to;
    for (const [key, step] of this.#steps) {
      if (this.#remembered <= MOST_REMEMBERED) {
        break;
      }
      this.#steps.delete(key);
      this.#remembered -= costOf(step.changes);
    }
  }

  /**
   * Changes after a position, in order.
   *
   * @param skip - how many of the first step's are known already
   * @returns the changes and where they lead; undefined when the position is not remembered
   */
  since(
    position: SourcePosition,
    skip: number,
    limit: number,
  ):
    | { changes: EffectiveChange[]; position: SourcePosition; skip: number }
    | undefined {
    const changes: EffectiveChange[] = [];
    let reached = false;
    for (const step of this.#steps.values()) {
      const first = samePosition(step.from, position);
      reached ||= first;
      if (!reached) {
        continue;
      }
      const from = first ? skip : 0;
      const room = limit - changes.length;
      changes.push(...step.changes.slice(from, from + room));
      if (step.changes.length - from > room) {
        return { changes, position: step.from, skip: from + room };
      }
    }
    return reached || samePosition(position, this.#position)
      ? { changes, position: this.#position, skip: 0 }
      : undefined;
  }
}

/** A step counts, too: one that changes nothing is remembered all the same. */
function costOf(changes: readonly EffectiveChange[]): number {
  return 1 + changes.length;
}
