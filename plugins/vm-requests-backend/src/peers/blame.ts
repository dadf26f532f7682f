import { isError } from '@backstage/errors';
import { Obstacle } from '@backlot/plugin-vm-requests-common';

/** Whose an error is. */
export interface Blame {
  peer: Obstacle;
  /** How sentences about it begin, of one among several, e.g. `Atlantis payments`. */
  name?: string;
  /** What whoever may see the request is told; without it, that the peer does not answer. */
  why?: string;
}

/** Whose errors are whose; an error's class says what went wrong, and not where. */
const blames = new WeakMap<Error, Blame>();

/** Remembers which peer an error comes from; the first that is named stays. */
export function blame<T>(
  error: T,
  peer: Obstacle,
  why?: string,
  name?: string,
): T {
  if (error instanceof Error && !blames.has(error)) {
    blames.set(error, { peer, why, name });
  }
  return error;
}

/** Which peer an error comes from, or one of its causes does; undefined where none was named. */
export function blameOf(error: unknown): Blame | undefined {
  for (
    let current = error;
    current instanceof Error;
    current = isError(current.cause) ? current.cause : undefined
  ) {
    const found = blames.get(current);
    if (found) {
      return found;
    }
  }
  return undefined;
}

/** A client whose asynchronous calls name the peer in each error that they end in. */
export function blaming<T extends object>(
  peer: Obstacle,
  client: T,
  name?: string,
): T {
  return new Proxy(client, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property, target);
      if (typeof value !== 'function') {
        return value;
      }
      return (...args: unknown[]): unknown => {
        const outcome: unknown = value.apply(target, args);
        return outcome instanceof Promise
          ? outcome.catch(error => {
              throw blame(error, peer, undefined, name);
            })
          : outcome;
      };
    },
  });
}
