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
 * Says which commands may run now, of all that one Atlantis is asked for.
 *
 * @public
 */
export interface AtlantisTurns {
  /**
   * Waits for a turn: first come, first served.
   *
   * @param options - `onWait` is told how many must end before it begins, each time that changes
   */
  take(options: {
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
   * @param server - its name
   * @throws NotFoundError when the configuration has none of that name
   */
  of(server: string): AtlantisTurns;
}

/**
 * Lets everything run at once.
 *
 * @internal
 */
export const unboundedTurns: AtlantisTurns = {
  take: async () => ({ end: async () => {} }),
};
