/**
 * Is told how what other replicas collect arrives.
 *
 * @internal
 */
export interface StoreObserver {
  /**
   * Changes that another replica has seen can be read from this one.
   *
   * @param sharedAt - when they came into Redis, in milliseconds since 1970 by its clock
   */
  onFollowed(source: string, sharedAt: number): void;
}
