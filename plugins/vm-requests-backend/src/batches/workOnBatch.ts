import { causeInWords } from '@backlot/backend-common';
import { InputError } from '@backstage/errors';
import { isoAfter } from '../clock';
import { StoredBatch, StoredBatchItem } from '../database/StoredBatch';
import { batchLease } from '../ledger/leaseNames';
import { LedgerContext } from '../ledger/LedgerContext';
import { tryWork } from '../ledger/withWork';
import { placeInBatchOf } from './askerOf';
import { isItsTurn, standingOf, stateOf } from './judgeBatch';
import { tellApprovers, tellStanding } from './tellOfBatch';

/** Until a batch is looked at again whose tasks are opening requests. */
const lookAgainMs = 3_000;

/** Until it is looked at again when something could not be done. */
const tryAgainMs = 10_000;

const isToOpen = ({ state }: StoredBatchItem) =>
  state === 'waiting' || state === 'opening';

/**
 * Has a task open the request of one of a batch. That it was asked to is written down first, so that a
 * start whose answer was lost is looked for.
 */
async function begin(
  { batches, peers }: LedgerContext,
  { template }: StoredBatch,
  item: StoredBatchItem,
): Promise<void> {
  const attempt = placeInBatchOf(item);
  let task: string | undefined;
  if (item.calledAt !== undefined) {
    [task] = await peers.tasks.findStartedItem(attempt, item.calledAt);
  }
  if (task === undefined) {
    if (!(await batches.call(item))) {
      return;
    }
    try {
      task = await peers.tasks.startItem(template, item.values, attempt);
    } catch (error) {
      if (!(error instanceof InputError)) {
        throw error;
      }
      await batches.fail(item, error.message);
      return;
    }
  }
  await batches.setTask(item, task);
}

/** Sees what became of a task that was to open a request, and has not. */
async function follow(
  context: LedgerContext,
  batch: StoredBatch,
  item: StoredBatchItem,
): Promise<void> {
  const { batches, peers, settings } = context;
  if (item.task === undefined) {
    await begin(context, batch, item);
    return;
  }
  const look = await peers.tasks.look(item.task);
  if (look.state === 'alive') {
    return;
  }
  if (look.state === 'gone' && item.starts < settings.attempts.limit) {
    await batches.wait(item);
    return;
  }
  const failure =
    look.state === 'ended' ? await peers.tasks.failureOf(item.task) : undefined;
  // Where it has opened its request meanwhile, nothing is written.
  await batches.fail(item, failure?.message ?? look.detail);
}

/** Opens what is due, as many at once as may be. */
async function openDue(
  context: LedgerContext,
  batch: StoredBatch,
  items: StoredBatchItem[],
): Promise<void> {
  const { batches, settings } = context;
  const opening = items.filter(({ state }) => state === 'opening');
  for (const item of opening) {
    await follow(context, batch, item);
  }
  const now = opening.length > 0 ? await batches.listItems(batch.id) : items;
  const busy = now.filter(item => standingOf(item) === 'preparing').length;
  const room = Math.max(0, settings.batches.atOnce - busy);
  const due = now.filter(({ state }) => state === 'waiting');
  for (const item of due.slice(0, room)) {
    await begin(context, batch, item);
  }
}

async function goOn(context: LedgerContext, batch: StoredBatch): Promise<void> {
  const { batches, clock, logger, signal } = context;
  let trouble = false;
  let items = await batches.listItems(batch.id);
  if (items.some(isToOpen)) {
    try {
      await openDue(context, batch, items);
    } catch (error) {
      // What is open already goes on all the same.
      signal.throwIfAborted();
      logger.warn(
        `Batch ${batch.id} opens no more for now: ${causeInWords(error)}`,
      );
      trouble = true;
    }
    items = await batches.listItems(batch.id);
  }
  await tellApprovers(context, batch, items);
  const state = stateOf(batch, items);
  await tellStanding(context, batch, items, state);
  if (batch.inTurn) {
    const due = items.flatMap(({ request, batch: { position } }) =>
      request?.state === 'approved' && isItsTurn(batch, items, position)
        ? [request.id]
        : [],
    );
    if (due.length > 0) {
      await batches.hurry(due);
    }
  }
  await batches.postpone(batch, {
    state,
    // Otherwise its requests have it looked at.
    wakeAt: items.some(isToOpen)
      ? isoAfter(clock, trouble ? tryAgainMs : lookAgainMs)
      : undefined,
  });
  if (state !== batch.state) {
    context.changed(batch.id);
  }
}

/** Does for one batch what is due. What fails is tried again. */
export async function workOnBatch(
  given: LedgerContext,
  id: string,
): Promise<void> {
  await tryWork(given, batchLease(id), async context => {
    const { batches, clock, logger, signal } = context;
    const batch = await batches.get(id);
    if (!batch.wakeAt || batch.wakeAt > clock.now().toISOString()) {
      return;
    }
    try {
      await goOn(context, batch);
    } catch (error) {
      // Nothing failed: the lease was lost, or the backend shuts down. Another goes on.
      signal.throwIfAborted();
      logger.warn(`Batch ${id} does not go on for now: ${causeInWords(error)}`);
      await batches.postpone(batch, {
        state: batch.state,
        wakeAt: isoAfter(clock, tryAgainMs),
      });
    }
  });
}
