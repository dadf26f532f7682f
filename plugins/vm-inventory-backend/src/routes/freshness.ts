import { Freshness, SourceStatus } from '@backlot/plugin-vm-inventory-common';
import { Visibility } from '../access';
import { withoutCause } from '../access/causes';
import { InventoryStore } from '../store';

/**
 * What an answer says of the sources that it is made of. Who sees only some objects is told only
 * of the sources that they see a datacenter of; who may not test sources is told that one fails, not
 * why, and not what it leaves out, which names folders.
 *
 * @internal
 */
export function freshnessOf(
  store: InventoryStore,
  statuses: SourceStatus[],
  { sees, seesCauses }: Visibility,
): Freshness {
  const snapshot = store.snapshot();
  const visible = sees
    ? statuses.filter(({ source }) =>
        snapshot.list('datacenter', source).some(sees),
      )
    : statuses;
  return {
    version: snapshot.version,
    sources: seesCauses
      ? visible
      : visible.map(({ leftOut, ...status }) => withoutCause(status)),
  };
}
