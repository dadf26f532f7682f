import { InventoryKind } from './objects';

/**
 * How a source is doing.
 *
 * - `loading`: its first load is under way, there is nothing to show yet.
 * - `live`: changes are followed as they happen.
 * - `stale`: it cannot be reached; the last known is shown with its age.
 * - `failed`: it never answered.
 *
 * @public
 */
export type SourceState = 'loading' | 'live' | 'stale' | 'failed';

/**
 * Objects that a source has and the inventory does not show, or not as a whole.
 *
 * @public
 */
export interface SourceLeftOut {
  /** In words: the configuration that excludes them, or what the account may not read. */
  reason: string;
  /** How many. */
  objects: number;
}

/**
 * A source and how much its data can be trusted. Comes with every answer.
 *
 * @public
 */
export interface SourceStatus {
  /** Its name in configuration. */
  source: string;
  title: string;
  /** The provider's type, e.g. `vsphere`. */
  type: string;
  state: SourceState;
  /** ISO 8601; when the source last confirmed what is shown. */
  asOf?: string;
  /** Milliseconds since `asOf`, by the server's clock when it answered. */
  ageMs?: number;
  /** Counts by kind. */
  objects: Partial<Record<InventoryKind, number>>;
  /** Progress of a load that is under way. */
  progress?: { objects: number; expected?: number };
  /**
   * In words, with what to do about it. Callers who may not test sources are told only that the
   * platform team can see the cause.
   */
  lastError?: { message: string; at: string };
  /** Milliseconds of the last round trip. */
  roundTripMs?: number;
  /**
   * What is not shown, or not as a whole; absent until the first load, and for callers who may not
   * test sources, except on the page of sources.
   */
  leftOut?: SourceLeftOut[];
}

/**
 * What every list and every object is answered with.
 *
 * @public
 */
export interface Freshness {
  /** Number that grows with each change of the store. */
  version: number;
  sources: SourceStatus[];
}
