/**
 * The turn of one command.
 *
 * @public
 */
export interface Turn {
  /** Gives the place to the next; nothing when it was given already. */
  end(): Promise<void>;
}

/**
 * What a turn is taken for. What is further on its way comes first: each pull request that is open
 * costs the forge another look for conflicts whenever one is merged, so none is opened while those
 * that are there wait for Atlantis.
 *
 * @public
 */
export type TurnPurpose = 'apply' | 'plan' | 'propose';

/** A lower one comes first. */
const ranks: Record<TurnPurpose, number> = { apply: 0, plan: 1, propose: 2 };

/** @internal */
export function rankOf(purpose: TurnPurpose): number {
  return ranks[purpose];
}

/**
 * Says which commands may run now, of all that one Atlantis is asked for.
 *
 * @public
 */
export interface AtlantisTurns {
  /**
   * Waits for a turn: first come, first served among those with the same purpose.
   *
   * @param options - `onWait` is told how many must end before it begins, each time that changes
   */
  take(options: {
    purpose: TurnPurpose;
    signal: AbortSignal;
    onWait?: (before: number) => void;
  }): Promise<Turn>;
}

/**
 * The turns of each Atlantis of the configuration.
 *
 * @public
 */
export interface AtlantisTurnsByServer {
  /**
   * @param server - its name; the default one without
   * @throws NotFoundError when the configuration has none of that name
   */
  of(server?: string): AtlantisTurns;
}

/**
 * Lets everything run at once.
 *
 * @internal
 */
export const unboundedTurns: AtlantisTurns = {
  take: async () => ({ end: async () => {} }),
};
