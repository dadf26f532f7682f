import { Freshness, SourceStatus } from '@backlot/plugin-vm-inventory-common';
import { Visibility } from '../access';
import { InventoryStore } from '../store';

/**
 * What an answer says of the sources that it is made of. Who sees only some objects is told only
 * of the sources that he sees a datacenter of.
 *
 * @internal
 */
export function freshnessOf(
  store: InventoryStore,
  statuses: SourceStatus[],
  { sees }: Visibility,
): Freshness {
  const snapshot = store.snapshot();
  return {
    version: snapshot.version,
    sources: sees
      ? statuses.filter(({ source }) =>
          snapshot.list('datacenter', source).some(sees),
        )
      : statuses,
  };
}
