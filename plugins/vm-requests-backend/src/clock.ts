import { decodeTime, monotonicFactory } from 'ulid';

/** Where the time comes from; tests set it. */
export interface Clock {
  now(): Date;
}

/** The time of this machine. */
export const systemClock: Clock = { now: () => new Date() };

/** ISO 8601 in UTC, some milliseconds from now. */
export function isoAfter(clock: Clock, milliseconds: number): string {
  return new Date(clock.now().getTime() + milliseconds).toISOString();
}

/** Identifiers that sort by time, those of the same millisecond included. */
export type IdFactory = () => string;

/** Makes identifiers by a clock that may be set back; they never go back. */
export function createIdFactory(clock: Clock): IdFactory {
  const next = monotonicFactory();
  let last = 0;
  return () => {
    const id = next(Math.max(last, clock.now().getTime()));
    last = decodeTime(id);
    return id;
  };
}
