import { ApplyWait } from '@backlot/plugin-vm-requests-common';
import { applyWaitOf } from '../changeTimes/applyWait';
import { isoAfter } from '../clock';
import { StoredRequest } from '../database/StoredRequest';
import { hasOldPlan } from '../ledger/hasOldPlan';
import { LedgerContext } from '../ledger/LedgerContext';
import { askers } from '../ledger/notices';

/** However far ahead a time is, it is looked at again after this: policy may have changed. */
const lookAgainMs = 3_600_000;

function nextLook(
  { clock }: Pick<LedgerContext, 'clock'>,
  { at }: ApplyWait,
): string {
  const again = isoAfter(clock, lookAgainMs);
  return at !== undefined && at < again ? at : again;
}

/**
 * Puts off a request that may not be applied yet; nothing where it may be.
 *
 * @returns whether it was put off
 */
export async function putOff(
  context: LedgerContext,
  request: StoredRequest,
): Promise<boolean> {
  const { store, settings, clock } = context;
  const wait = applyWaitOf(settings.policy, request, clock.now());
  if (!wait) {
    return false;
  }
  await store.transition(request, {
    event: 'wait',
    actor: { role: 'ledger' },
    by: 'ledger',
    reason: wait.why,
    patch: { applyWait: wait },
    wakeAt: nextLook(context, wait),
    notifications: [
      {
        recipients: askers(request),
        title: `${request.fqdn} is approved, and waits`,
        description: wait.why,
        severity: wait.at === undefined ? 'high' : 'normal',
      },
    ],
  });
  context.changed(request.id);
  return true;
}

/**
 * Lets a request go on whose time has come: to the apply template, or to a new plan first where the
 * approved one is old by then.
 */
export async function awaitTime(
  context: LedgerContext,
  request: StoredRequest,
): Promise<void> {
  const { store, settings, clock } = context;
  const wait = applyWaitOf(settings.policy, request, clock.now());
  const now = clock.now().toISOString();
  if (!wait) {
    const isToBePlanned = await hasOldPlan(context, request);
    await store.transition(request, {
      event: isToBePlanned ? 'replan' : 'start',
      actor: { role: 'ledger' },
      by: 'ledger',
      reason: isToBePlanned
        ? 'Its time has come. Its plan is old by now, so it is planned anew first.'
        : 'Its time has come.',
      wakeAt: now,
    });
    context.changed(request.id);
    return;
  }
  let current = request;
  if (wait.why !== request.applyWait?.why) {
    current = await store.record(request, {
      type: 'put-off',
      by: 'ledger',
      reason: wait.why,
      patch: { applyWait: wait },
    });
    context.changed(request.id);
  }
  await store.postpone(current, {
    wakeAt: nextLook(context, wait),
    setbacks: 0,
  });
}
