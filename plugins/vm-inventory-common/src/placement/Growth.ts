import { Placement } from './Placement';

/**
 * What a machine is to get more, and where its disks grow.
 *
 * @public
 */
export interface GrowthRequest {
  /** Virtual CPUs that are added; like the other amounts 0 or more. */
  cpus: number;
  memoryMib: number;
  /** Of all disks together. */
  diskBytes: number;
  /** Id of one of the machine's datastores; absent means the first. */
  datastore?: string;
}

/**
 * Where a machine grows, and why it may there. What does not grow is not judged, so there is no
 * reason for it.
 *
 * @public
 */
export type Growth = Pick<
  Placement,
  'cluster' | 'datastore' | 'reasons' | 'ageMs' | 'reservation'
>;
