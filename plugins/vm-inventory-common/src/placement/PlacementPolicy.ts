/**
 * How much of what a cluster or datastore has may be given away.
 *
 * @public
 */
export interface PlacementPolicy {
  /** Virtual CPUs that may be given for each core of the usable hosts. */
  cpuOvercommit: number;
  /** MiB that may be given for each MiB of the usable hosts. */
  memoryOvercommit: number;
  /** Part of a datastore's capacity that stays free, 0 to 1. */
  datastoreHeadroom: number;
}

/**
 * What applies where configuration says nothing: four virtual CPUs a core, memory never promised
 * twice, a tenth of each datastore left for snapshots and swap files.
 *
 * @public
 */
export const defaultPlacementPolicy: PlacementPolicy = {
  cpuOvercommit: 4,
  memoryOvercommit: 1,
  datastoreHeadroom: 0.1,
};
