import { ConflictError } from '@backstage/errors';
import { InventoryWriter } from './InventoryStore';

/**
 * The latest fencing number that each source was written with.
 *
 * @internal
 */
export class FencingNumbers {
  readonly #latest = new Map<string, number>();

  note(source: string, fencing: number): void {
    this.#latest.set(
      source,
      Math.max(fencing, this.#latest.get(source) ?? fencing),
    );
  }

  /** @throws ConflictError when a later lease has written already */
  check({ source, fencing }: InventoryWriter): void {
    const latest = this.#latest.get(source) ?? fencing;
    if (fencing < latest) {
      throw takenOver(source, fencing, latest);
    }
    this.#latest.set(source, fencing);
  }
}

/** @internal */
export function takenOver(
  source: string,
  fencing: number,
  latest: number,
): ConflictError {
  return new ConflictError(
    `Source '${source}' has been taken over: fencing number ${fencing} was followed by ${latest}`,
  );
}
