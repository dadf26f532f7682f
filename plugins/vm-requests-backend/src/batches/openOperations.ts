import { ConflictError, InputError, NotAllowedError } from '@backstage/errors';
import { JsonRecord } from '@backlot/plugin-vm-requests-common';
import { readStartTime } from '../changeTimes/startTime';
import { Idempotency, StoredBatch } from '../database/StoredBatch';
import { LedgerContext } from '../ledger/LedgerContext';
import { isTheirs, refusalOf } from '../operations/openOperation';

/** What is asked of several machines. */
export interface AskedOfSeveral {
  /** Kind of the operation. */
  kind: string;
  reason: string;
  /** Whether they are applied one after another, stopping where one goes wrong. */
  inTurn: boolean;
  machines: {
    /** Id in the ledger. */
    id: string;
    /** What the operation's template is given beside machine and reason. */
    values?: JsonRecord;
  }[];
}

/** The one that all have; undefined where there are several. */
function shared<T>(all: readonly T[]): T | undefined {
  const [first, ...others] = new Set(all);
  return others.length === 0 ? first : undefined;
}

/**
 * Asks for an operation on each of several machines. What stands in the way of any of them keeps all
 * from being asked for.
 *
 * @throws ConflictError when it cannot be asked of some now
 * @throws InputError when a machine is named twice, the operation is none that can be asked for, or a start
 *   is none that can be
 * @throws NotAllowedError when some are another's
 * @throws NotFoundError when there is no such machine
 */
export async function openOperations(
  context: LedgerContext,
  { kind, reason, inTurn, machines }: AskedOfSeveral,
  requestedBy: string,
  idempotency?: Idempotency,
): Promise<StoredBatch> {
  const { batches, store, peers, operations, settings, clock } = context;
  const change = operations.changeOf({ kind });
  if (new Set(machines.map(({ id }) => id)).size < machines.length) {
    throw new InputError('A machine is named twice.');
  }
  for (const { values } of machines) {
    if (typeof values?.startAt === 'string') {
      readStartTime(values.startAt, settings.policy, clock.now());
    }
  }
  const standing = await store.getMachines(machines.map(({ id }) => id));
  const ownership = await peers.people.ownershipOf(requestedBy);
  const others = standing.filter(
    machine => !isTheirs(context, machine, ownership),
  );
  if (others.length > 0) {
    throw new NotAllowedError(
      `You cannot ask for this: ${others
        .map(({ fqdn, owner }) => `${fqdn} belongs to ${owner}`)
        .join(', ')}.`,
    );
  }
  const refusals = standing.flatMap(
    machine => refusalOf(context, kind, machine) ?? [],
  );
  const open = await store.findOpenRequests(standing.map(({ id }) => id));
  for (const { id, fqdn } of standing) {
    if (open.has(id)) {
      refusals.push(`Request ${open.get(id)} on ${fqdn} is open.`);
    }
  }
  if (refusals.length > 0) {
    throw new ConflictError(refusals.join(' '));
  }
  const batch = await batches.open({
    id: context.newId(),
    kind,
    template: change.template,
    requestedBy,
    owner: shared(standing.map(({ owner }) => owner)),
    environment: shared(standing.map(({ environment }) => environment)),
    purpose: reason,
    inTurn,
    idempotency,
    items: standing.map(({ id, name }, index) => ({
      name,
      values: { ...machines[index].values, machine: id, reason },
    })),
  });
  context.changed(batch.id);
  return batch;
}
