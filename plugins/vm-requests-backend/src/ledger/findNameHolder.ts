import { BatchRef } from '@backlot/plugin-vm-requests-common';
import { LedgerContext } from './LedgerContext';

/** What has a name already. */
export interface NameHolder {
  /** In words. */
  reason: string;
  request?: string;
  batch?: string;
  /** Id in the inventory. */
  machine?: string;
}

/**
 * Looks for what has a name already: an open request, a machine that came from one, one of a batch whose
 * request is not opened yet, a machine in the inventory, or a record in NetBox.
 *
 * @param own - one of a batch, which may have it
 */
export async function findNameHolder(
  context: LedgerContext,
  query: { name: string; fqdn: string; nameKey: string; source: string },
  own?: BatchRef,
): Promise<NameHolder | undefined> {
  const { store, batches, peers } = context;
  const request = await store.findName(query.nameKey);
  if (request) {
    return {
      reason: `The name ${query.name} is taken by request ${request}.`,
      request,
    };
  }
  const kept = await batches.findName(query.nameKey);
  if (kept && (kept.id !== own?.id || kept.position !== own.position)) {
    return {
      reason: `The name ${query.name} is kept for number ${kept.position} of batch ${kept.id}.`,
      batch: kept.id,
    };
  }
  const [{ machines }, record] = await Promise.all([
    peers.inventory.findMachines({ source: query.source, name: query.name }),
    peers.addresses.findName({ name: query.name, fqdn: query.fqdn }),
  ]);
  if (machines.length > 0) {
    const [{ id, source }] = machines;
    return {
      reason: `The name ${query.name} is taken by machine ${id} of ${source}.`,
      machine: id,
    };
  }
  return record
    ? { reason: `The name ${query.name} is taken in NetBox by ${record}.` }
    : undefined;
}
