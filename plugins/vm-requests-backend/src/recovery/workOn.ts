import { isError } from '@backstage/errors';
import { isoAfter } from '../clock';
import { StoredRequest } from '../database/StoredRequest';
import { LedgerContext } from '../ledger/LedgerContext';
import { noteSetback } from '../ledger/noteSetback';
import { approveByPolicy } from '../ledger/submit';
import { requestLease } from '../ledger/leaseNames';
import { tryWork } from '../ledger/withWork';
import { backoffMs } from './backoff';
import { checkRetry } from './checkRetry';
import { giveBack } from './giveBack';
import { NotYet } from './NotYet';
import { rollBack } from './rollBack';
import { startApply } from './startApply';
import { superviseTask } from './superviseTask';

async function decideByTime(
  context: LedgerContext,
  request: StoredRequest,
): Promise<void> {
  const { store, clock } = context;
  if (request.state === 'planned' && request.approvers.length === 0) {
    await approveByPolicy(context, request);
    return;
  }
  await store.transition(request, {
    event: 'expire',
    actor: { role: 'ledger' },
    by: 'ledger',
    patch: { message: 'Nobody decided in time.' },
    wakeAt: clock.now().toISOString(),
    notifications: [
      {
        recipients: [request.requestedBy],
        title: `The request for ${request.fqdn} has expired`,
        description: 'Nobody decided in time.',
        severity: 'normal',
      },
    ],
  });
  context.changed(request.id);
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
      if (request.phase === 'held') {
        return checkRetry(context, request);
      }
      return request.phase === 'starting'
        ? startApply(context, request)
        : superviseTask(context, request);
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
