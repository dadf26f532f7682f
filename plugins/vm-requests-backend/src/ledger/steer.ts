import { ConflictError, InputError } from '@backstage/errors';
import { StoredRequest } from '../database/StoredRequest';
import { actorOf, Person } from './decide';
import { judgeRetry } from './judgeRetry';
import { operationOf } from '../operations/operationOf';
import { operationTraits } from '../operations/traits';
import { LedgerContext } from './LedgerContext';

/** What a person does with a request beside deciding on it. */
export type Steering = 'cancel' | 'retry' | 'roll-back';

/**
 * Cancels a request, tries again what failed, or has destroyed what a failed apply left.
 *
 * @throws ConflictError when it cannot be done now, or a retry cannot succeed
 */
export async function steer(
  context: LedgerContext,
  id: string,
  person: Person,
  steering: { what: Steering; reason?: string },
): Promise<StoredRequest> {
  const { store, clock } = context;
  const request = await store.get(id);
  const { what, reason } = steering;
  if (what === 'roll-back' && !reason?.trim()) {
    throw new InputError('Give a reason to roll a request back.');
  }
  if (
    what === 'roll-back' &&
    operationTraits[request.kind].rollBack === 'none'
  ) {
    throw new ConflictError(
      `A request to ${operationOf(
        request,
      ).words.imperative.toLowerCase()} a machine cannot be rolled back; try it again.`,
    );
  }
  const prospect = what === 'retry' ? judgeRetry(request) : undefined;
  if (prospect?.possible === false) {
    throw new ConflictError(
      `The request cannot be tried again: ${prospect.why}`,
    );
  }
  const steered = await store.transition(request, {
    event: what,
    actor: actorOf(request, person),
    by: person.ref,
    reason,
    patch: {
      message: what === 'retry' ? undefined : reason,
      rollBack: what === 'roll-back' ? { by: person.ref } : undefined,
    },
    wakeAt: clock.now().toISOString(),
  });
  context.changed(id);
  return steered;
}
