import { BatchState } from '@backlot/plugin-vm-requests-common';
import { StoredBatch, StoredBatchItem } from '../database/StoredBatch';
import { LedgerContext, pageOfBatch } from '../ledger/LedgerContext';
import { nameOf } from '../ledger/nameOf';
import { askers } from '../ledger/notices';
import { standingOf, stoppedBy } from './judgeBatch';

/** Names of some, the first of them where there are many. */
function listOf(items: readonly Pick<StoredBatchItem, 'name'>[]): string {
  const shown = items.slice(0, 5).map(({ name }) => name);
  const more = items.length - shown.length;
  return new Intl.ListFormat('en-GB').format(
    more > 0 ? [...shown, `${more} more`] : shown,
  );
}

/** Why one of a batch went wrong. */
export function whyOf({
  message,
  request,
}: Pick<StoredBatchItem, 'message' | 'request'>): string | undefined {
  return request ? request.message : message;
}

/** In words, why a batch stands still, or what did not come to be; undefined where all is well. */
export function messageOf(
  batch: Pick<StoredBatch, 'inTurn'>,
  items: readonly StoredBatchItem[],
): string | undefined {
  const stopped = stoppedBy(batch, items);
  if (stopped) {
    const why = whyOf(stopped);
    return `${stopped.name} ${
      standingOf(stopped) === 'wrong' ? 'went wrong' : 'was rejected'
    }${
      why === undefined ? '' : ` (${why})`
    }, so nothing after it is applied. Try it again, go on with the rest, or cancel the rest.`;
  }
  const other = batch.inTurn
    ? items.find(
        ({ request }) => request?.state === 'planned' && request.message,
      )
    : undefined;
  if (other) {
    return `${other.name} is not what was expected, and nothing after it is applied before somebody decides: ${other.request?.message} Approve it to go on, reject it, or cancel the rest.`;
  }
  const wrong = items.filter(item => standingOf(item) === 'wrong');
  return wrong.length > 0
    ? `${listOf(wrong)} of ${items.length} went wrong. Try ${
        wrong.length === 1 ? 'it' : 'them'
      } again, or leave ${wrong.length === 1 ? 'it' : 'them'}.`
    : undefined;
}

/**
 * Tells approvers once that requests of a batch wait for them: when all that will be planned is. Told
 * twice, the second takes the place of the first.
 */
export async function tellApprovers(
  { peers, batches, operations, settings }: LedgerContext,
  batch: StoredBatch,
  items: readonly StoredBatchItem[],
): Promise<void> {
  if (items.some(item => /waiting|preparing/.test(standingOf(item)))) {
    return;
  }
  const asking = items.filter(
    ({ request, isTold }) =>
      !isTold && request?.state === 'planned' && request.approvers.length > 0,
  );
  if (asking.length === 0) {
    return;
  }
  const { id, kind, requestedBy, requestedFor, environment, purpose } = batch;
  const forWhom = requestedFor ? ` for ${nameOf(requestedFor)}` : '';
  const where =
    environment === undefined
      ? ''
      : ` in ${
          settings.policy.environments[environment]?.title ?? environment
        }`;
  await peers.people.notify({
    recipients: [
      ...new Set(asking.flatMap(({ request }) => request?.approvers ?? [])),
    ],
    title:
      asking.length === 1
        ? `${listOf(asking)} waits for approval`
        : `${asking.length} requests wait for approval`,
    description: `${operations.titleOf(kind)}${where}: ${listOf(
      asking,
    )}. ${nameOf(requestedBy)} asks${forWhom}: ${purpose}`,
    severity: 'normal',
    link: pageOfBatch(id),
    scope: `vm-batch:${id}:approval`,
  });
  await batches.setTold(
    id,
    asking.map(({ batch: { position } }) => position),
  );
}

/** Tells who asked for a batch, and whom it is for, that it stands still, or has ended with something missing. */
export async function tellStanding(
  { peers }: LedgerContext,
  batch: StoredBatch,
  items: readonly StoredBatchItem[],
  state: BatchState,
): Promise<void> {
  const message = messageOf(batch, items);
  if (state === batch.state || state === 'running' || message === undefined) {
    return;
  }
  const done = items.filter(item => standingOf(item) === 'done').length;
  await peers.people.notify({
    recipients: askers(batch),
    title:
      state === 'stopped'
        ? `Your batch of ${items.length} stands still`
        : `${done} of your batch of ${items.length} are done`,
    description: message,
    severity: 'high',
    link: pageOfBatch(batch.id),
    scope: `vm-batch:${batch.id}:standing`,
  });
}
