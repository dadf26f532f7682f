import { VmRequestResource } from '@backlot/plugin-vm-requests-node';

type Resource = Partial<VmRequestResource>;

/**
 * Whether a permission on requests holds for a batch. A batch of several owners or environments has
 * none of its own, so a condition that excludes one of them is asked of its requests.
 *
 * - To see a batch, it has to hold for one of its requests.
 * - For whatever else, it has to hold for all of them, and for the batch where that has an owner and an
 *   environment of its own.
 *
 * @param applies - whether the permission holds for something
 */
export function appliesToBatch(
  batch: Resource,
  requests: readonly Resource[],
  { sees, applies }: { sees: boolean; applies: (of: Resource) => boolean },
): boolean {
  const isOfOne = batch.owner !== undefined && batch.environment !== undefined;
  const judged = isOfOne || requests.length === 0 ? [batch] : [];
  return sees
    ? [...judged, ...requests].some(applies)
    : [...judged, ...requests].every(applies);
}
