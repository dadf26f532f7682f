import { Freshness, SourceStatus } from '@backlot/plugin-vm-inventory-common';
import { Visibility } from '../access';
import { CAUSE_ELSEWHERE } from '../access/causes';
import { InventoryStore } from '../store';

/**
 * What an answer says of the sources that it is made of. Who sees only some objects is told only
 * of the sources that they see a datacenter of; who may not read sources is told that one fails,
 * not why.
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
    sources: seesCauses ? visible : visible.map(withoutCauses),
  };
}

/** Errors name addresses and accounts; what is left out names folders. */
function withoutCauses({ leftOut, ...status }: SourceStatus): SourceStatus {
  return {
    ...status,
    ...(status.lastError && {
      lastError: { ...status.lastError, message: CAUSE_ELSEWHERE },
    }),
  };
}
