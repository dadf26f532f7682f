import { LedgerContext } from './LedgerContext';

/** What has a name already. */
export interface NameHolder {
  /** In words. */
  reason: string;
  request?: string;
  /** Id in the inventory. */
  machine?: string;
}

/**
 * Looks for what has a name already: an open request, a machine that came from one, a machine in the
 * inventory, or a record in NetBox.
 */
export async function findNameHolder(
  context: LedgerContext,
  query: { name: string; fqdn: string; nameKey: string; source: string },
): Promise<NameHolder | undefined> {
  const { store, peers } = context;
  const request = await store.findName(query.nameKey);
  if (request) {
    return {
      reason: `The name ${query.name} is taken by request ${request}.`,
      request,
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
