import { NotAllowedError } from '@backstage/errors';
import { PlaceInBatch } from '../database/RequestStore';
import { StoredBatch, StoredBatchItem } from '../database/StoredBatch';
import { LedgerContext } from '../ledger/LedgerContext';
import { templateRefOf } from '../ledger/templateRefOf';

/** The place that one of a batch keeps for the request of its attempt. */
export function placeInBatchOf({
  batch,
  attempt,
}: StoredBatchItem): PlaceInBatch {
  return { ...batch, attempt };
}

/** In whose name something is asked, for which place of a batch, and when that was opened. */
export interface Asker {
  requestedBy: string;
  batch?: PlaceInBatch;
  askedAt?: Date;
}

/** Of whom one of a batch is asked in the name. */
export function askerOfItem({
  batch,
  item,
}: {
  batch: StoredBatch;
  item: StoredBatchItem;
}): Asker {
  return {
    requestedBy: batch.requestedBy,
    batch: placeInBatchOf(item),
    askedAt: new Date(batch.createdAt),
  };
}

/** One of a batch that the ledger started a task for; undefined for a task of anything else. */
export async function itemOfTask(
  { peers, batches }: Pick<LedgerContext, 'peers' | 'batches'>,
  task: string,
): Promise<{ batch: StoredBatch; item: StoredBatchItem } | undefined> {
  const found = await peers.tasks.itemOf(task);
  const batch = found && (await batches.find(found.batch.id));
  if (
    !batch ||
    templateRefOf(batch.template) !== templateRefOf(found.template)
  ) {
    return undefined;
  }
  const item = await batches.getItem(found.batch);
  return item.attempt === found.batch.attempt ? { batch, item } : undefined;
}

/**
 * In whose name a task asks: the person who started it, or, where the ledger did for one of a batch,
 * whoever opened that.
 *
 * @param check - throws where what is asked for is not what the batch is of
 * @throws NotAllowedError when neither did
 */
export async function askerOf(
  context: LedgerContext,
  { task, requestedBy }: { task: string; requestedBy?: string },
  check: (item: StoredBatchItem) => void,
): Promise<Asker> {
  if (requestedBy !== undefined) {
    return { requestedBy };
  }
  const found = await itemOfTask(context, task);
  if (!found) {
    throw new NotAllowedError(
      `Only a signed-in user can open a request; no user started task ${task}, and it is none of a batch that goes on.`,
    );
  }
  check(found.item);
  return askerOfItem(found);
}
