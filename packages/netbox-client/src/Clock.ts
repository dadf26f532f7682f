/**
 * Where the time comes from, in milliseconds since 1970.
 *
 * @public
 */
export interface NetBoxClock {
  now(): number;
}

/** @internal */
export const systemClock: NetBoxClock = { now: () => Date.now() };
