import { causeInWords } from '@backlot/backend-common';
import { ConflictError } from '@backstage/errors';
import {
  BatchAbility,
  canTransition,
  endStates,
} from '@backlot/plugin-vm-requests-common';
import { StoredBatch, StoredBatchItem } from '../database/StoredBatch';
import { actorOf, Person } from '../ledger/decide';
import { LedgerContext } from '../ledger/LedgerContext';
import { steer } from '../ledger/steer';
import { hasEnded, isInTheWay, standingOf, stoppedBy } from './judgeBatch';

/** Whether one of a batch can be tried again: it has ended as nobody chose, or as somebody did. */
export function canRetry(
  item: Pick<StoredBatchItem, 'state' | 'request'>,
): boolean {
  return hasEnded(item) && standingOf(item) !== 'done';
}

/** What can be done with a batch now. */
export function choicesOf(
  batch: StoredBatch,
  items: readonly StoredBatchItem[],
): BatchAbility[] {
  return [
    ...(stoppedBy(batch, items) ? (['resume'] as const) : []),
    ...(items.every(hasEnded) ? [] : (['cancel'] as const)),
  ];
}

/**
 * Cancels what of a batch has no request yet, and the requests that can be cancelled. What is being
 * applied goes on, and what may be applied is for the page of its request.
 *
 * @throws ConflictError that names requests that could not be cancelled; the others are
 */
export async function cancelBatch(
  context: LedgerContext,
  batch: StoredBatch,
  person: Person,
  reason: string | undefined,
): Promise<void> {
  const { batches, store } = context;
  await batches.cancelRest(batch.id);
  const left: string[] = [];
  for (const { name, request } of await batches.listItems(batch.id)) {
    if (!request || endStates.includes(request.state)) {
      continue;
    }
    try {
      const now = await store.get(request.id);
      if (!now.mayExist && canTransition(now, 'cancel', actorOf(now, person))) {
        await steer(context, now.id, person, { what: 'cancel', reason });
      }
    } catch (error) {
      left.push(`${name}: ${causeInWords(error)}`);
    }
  }
  context.changed(batch.id);
  if (left.length > 0) {
    throw new ConflictError(
      `All that can be cancelled is, but for ${left.join(' ')}`,
    );
  }
}

/**
 * Has a batch go on without what went wrong.
 *
 * @throws ConflictError when nothing keeps it
 */
export async function resumeBatch(
  context: LedgerContext,
  batch: StoredBatch,
): Promise<void> {
  const items = await context.batches.listItems(batch.id);
  if (!stoppedBy(batch, items)) {
    throw new ConflictError(`Nothing keeps batch ${batch.id} from going on.`);
  }
  await context.batches.pass(
    batch.id,
    items.filter(isInTheWay).map(({ batch: { position } }) => position),
  );
  context.changed(batch.id);
}

/**
 * Has one of a batch tried again, with a request of its own.
 *
 * @throws ConflictError when it goes on already, or its name is taken meanwhile
 */
export async function retryItem(
  context: LedgerContext,
  batch: StoredBatch,
  position: number,
): Promise<void> {
  const item = await context.batches.getItem({ id: batch.id, position });
  if (!canRetry(item)) {
    throw new ConflictError(
      `${item.name} cannot be asked for again: ${
        standingOf(item) === 'done'
          ? 'it is done'
          : 'it has not ended. Choose on the page of its request'
      }.`,
    );
  }
  await context.batches.retry(item);
  context.changed(batch.id);
}
