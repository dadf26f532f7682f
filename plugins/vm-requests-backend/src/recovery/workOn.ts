import { isError } from '@backstage/errors';
import { isoAfter } from '../clock';
import { StoredRequest } from '../database/StoredRequest';
import { LedgerContext } from '../ledger/LedgerContext';
import { noteSetback } from '../ledger/noteSetback';
import { askers, waitsForPerson } from '../ledger/notices';
import { approveByPolicy } from '../ledger/submit';
import { requestLease } from '../ledger/leaseNames';
import { tryWork } from '../ledger/withWork';
import { awaitTime } from './awaitTime';
import { backoffMs } from './backoff';
import { checkRetry } from './checkRetry';
import { giveBack } from './giveBack';
import { NotYet } from './NotYet';
import { planAnew } from './planAnew';
import { rollBack } from './rollBack';
import { startApply } from './startApply';
import { superviseTask } from './superviseTask';

async function decideByTime(
  context: LedgerContext,
  request: StoredRequest,
): Promise<void> {
  const { store, clock } = context;
  const message = request.mayExist
    ? 'Nobody decided on the new plan in time.'
    : 'Nobody decided in time.';
  if (request.state === 'planned' && request.approvers.length === 0) {
    await approveByPolicy(context, request);
    return;
  }
  await store.transition(request, {
    event: 'expire',
    actor: { role: 'ledger' },
    by: 'ledger',
    patch: { message },
    wakeAt: clock.now().toISOString(),
    notifications: request.mayExist
      ? waitsForPerson(context, request, { message }, false)
      : [
          {
            recipients: askers(request),
            title: `The request for ${request.fqdn} has expired`,
            description: message,
            severity: 'normal',
          },
        ],
  });
  context.changed(request.id);
}

async function goOnApplying(
  context: LedgerContext,
  request: StoredRequest,
): Promise<void> {
  switch (request.phase) {
    case 'held':
      return checkRetry(context, request);
    case 'planning':
      return planAnew(context, request);
    case 'waiting':
      return awaitTime(context, request);
    case 'starting':
      return startApply(context, request);
    default:
      return superviseTask(context, request);
  }
}

async function step(
  context: LedgerContext,
  request: StoredRequest,
): Promise<void> {
  switch (request.state) {
    case 'open':
      return superviseTask(context, request);
    case 'planned':
    case 'changes-requested':
      return decideByTime(context, request);
    case 'approved':
    case 'applying':
    case 'applied':
      return goOnApplying(context, request);
    case 'rolling-back':
      return rollBack(context, request);
    case 'undoing':
      return giveBack(context, request);
    default:
      return undefined;
  }
}

/** Does for one request what is due. What fails is written down and tried again, later each time. */
export async function workOn(given: LedgerContext, id: string): Promise<void> {
  await tryWork(given, requestLease(id), async context => {
    const { store, clock, logger, signal } = context;
    const request = await store.get(id);
    if (!request.wakeAt || request.wakeAt > clock.now().toISOString()) {
      return;
    }
    try {
      await step(context, request);
    } catch (error) {
      // Nothing failed: the lease was lost, or the backend shuts down. Another goes on.
      signal.throwIfAborted();
      const waits = error instanceof NotYet;
      logger[waits ? 'debug' : 'warn'](
        `Request ${id} is still ${request.state}: ${
          isError(error) ? error.message : String(error)
        }`,
      );
      const setbacks = request.setbacks + 1;
      const pause = backoffMs(setbacks);
      await noteSetback(context, request, error, {
        wakeAt: isoAfter(clock, waits ? Math.min(pause, 5_000) : pause),
        setbacks,
      });
    }
  });
}
