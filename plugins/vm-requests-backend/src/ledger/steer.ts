import { ConflictError, InputError } from '@backstage/errors';
import { RequestPatch, StoredRequest } from '../database/StoredRequest';
import { actorOf, Person } from './decide';
import { hasOldPlan } from './hasOldPlan';
import { checkOfRetry, judgeRetry } from './judgeRetry';
import { LedgerContext } from './LedgerContext';

/** What a person does with a request beside deciding on it. */
export type Steering = 'cancel' | 'start' | 'retry' | 'replan' | 'roll-back';

/**
 * Cancels a request, has it applied before its start, tries again what failed, has it planned anew, or
 * has destroyed what a failed apply left. Where something may be applied a cancellation leads back to
 * these choices. What is started with a plan that is old by now is planned anew first.
 *
 * @throws ConflictError when it cannot be done now, or a retry cannot succeed
 */
export async function steer(
  context: LedgerContext,
  id: string,
  person: Person,
  steering: { what: Steering; reason?: string },
): Promise<StoredRequest> {
  const { store, clock, operations } = context;
  const request = await store.get(id);
  const { what, reason } = steering;
  if (what === 'roll-back' && !reason?.trim()) {
    throw new InputError('Give a reason to roll a request back.');
  }
  const { phase, applyWait, startAt } = request;
  if (what === 'start' && phase === 'waiting' && applyWait?.for !== 'start') {
    throw new ConflictError(
      `The request cannot be started now. ${
        applyWait?.why ?? 'It waits for policy.'
      } Policy binds everybody; only a start that was asked for can be brought forward.`,
    );
  }
  const operation = operations.of(request);
  if (what === 'roll-back' && operations.rollBackOf(request) === 'none') {
    throw new ConflictError(
      `This request to ${operation.words.title.toLocaleLowerCase(
        'en-US',
      )} a machine cannot be rolled back; try it again.`,
    );
  }
  const prospect =
    what === 'retry'
      ? judgeRetry(request, operations.rollBackOf(request) !== 'none')
      : undefined;
  if (prospect?.possible === false) {
    throw new ConflictError(
      `The request cannot be tried again: ${prospect.why}`,
    );
  }
  const now = clock.now();
  const patch: RequestPatch = {
    message: what === 'cancel' || what === 'roll-back' ? reason : undefined,
    rollBack: what === 'roll-back' ? { by: person.ref } : undefined,
    startAt: what === 'start' ? now.toISOString() : undefined,
  };
  const isToBePlanned =
    what === 'start' &&
    phase === 'waiting' &&
    (await hasOldPlan(context, request));
  const steered = await store.transition(request, {
    ...(isToBePlanned
      ? { event: 'replan', actor: { role: 'ledger' } }
      : { event: what, actor: actorOf(request, person) }),
    by: person.ref,
    reason,
    detail: what === 'start' ? { startAt } : undefined,
    wakeAt: now.toISOString(),
    ...(what === 'cancel' && request.mayExist
      ? checkOfRetry(request, patch, now)
      : { patch }),
  });
  context.changed(id);
  return steered;
}
