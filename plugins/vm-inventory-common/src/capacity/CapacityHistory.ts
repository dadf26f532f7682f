import { Freshness } from '../freshness';
import { Room } from './Capacity';
import { CapacityForecast } from './CapacityForecast';

/**
 * What capacity is kept of, day by day: clusters and datastores as they were, datacenters and
 * sources as the sums of theirs.
 *
 * @public
 */
export type CapacityKind = 'cluster' | 'datastore' | 'datacenter' | 'source';

/**
 * All of them, from the largest to the smallest.
 *
 * @public
 */
export const capacityKinds: readonly CapacityKind[] = [
  'source',
  'datacenter',
  'cluster',
  'datastore',
];

/**
 * What there is room of: a cluster has CPU and memory, a datastore storage, sums have all three.
 *
 * @public
 */
export type CapacityResource = 'cpu' | 'memory' | 'storage';

/**
 * All of them, in the order in which pages show them.
 *
 * @public
 */
export const capacityResources: readonly CapacityResource[] = [
  'cpu',
  'memory',
  'storage',
];

/**
 * The room of one day: as it was seen last on it.
 *
 * @public
 */
export interface CapacityDay extends Room {
  /** UTC calendar day, e.g. `2026-11-21`. */
  day: string;
  /** Who says so, where it was not measured by this inventory. */
  origin?: string;
}

/**
 * The days of one resource, in the units of its {@link Room}: for CPU `total` in cores and the rest
 * in virtual CPUs, for memory MiB, for storage bytes.
 *
 * @public
 */
export interface CapacitySeries {
  resource: CapacityResource;
  /** The earliest first. Days without a measurement are left out. */
  days: CapacityDay[];
  /** Absent for what is not there any more. */
  forecast?: CapacityForecast;
}

/**
 * Which history is asked for: the query of `GET /v1/capacity/history`.
 *
 * @public
 */
export interface CapacityHistoryQuery {
  source: string;
  kind: CapacityKind;
  /** Within the source. Absent for a source. */
  id?: string;
  /** First day, e.g. `2026-11-21`; 89 days before `to` when absent. */
  from?: string;
  /** Last day; today when absent. */
  to?: string;
}

/**
 * What there was room for, and until when there will be: the answer to `GET /v1/capacity/history`.
 *
 * @public
 */
export interface CapacityHistory {
  source: string;
  kind: CapacityKind;
  id: string;
  /** As it is now, or was last. */
  name: string;
  from: string;
  to: string;
  series: CapacitySeries[];
  freshness: Freshness;
}
