import { ConflictError, InputError } from '@backstage/errors';
import { decidableStates } from '@backlot/plugin-vm-requests-common';
import { isoAfter } from '../clock';
import { StoredRequest } from '../database/StoredRequest';
import { LedgerContext } from './LedgerContext';
import { nameOf } from './nameOf';
import { askers, waitsForPerson } from './notices';

/** A person, as far as the ledger's rules need to know. */
export interface Person {
  /** User entity ref. */
  ref: string;
  /** Entity refs of the person and its groups. */
  ownership: string[];
}

/** What a person decides on a request. */
export type Decision =
  | {
      what: 'approve';
      /** Digest of the plan that the person saw; absent where nothing is planned. */
      digest?: string;
      reason?: string;
    }
  | { what: 'reject' | 'request-changes'; reason: string };

/** The actor that a person is for the rules of transitions. */
export function actorOf(
  request: Pick<StoredRequest, 'approvers'>,
  person: Person,
) {
  return {
    role: 'person' as const,
    ref: person.ref,
    groups: person.ownership,
    approver: request.approvers.some(group => person.ownership.includes(group)),
  };
}

function checkDigest(request: StoredRequest, seen: string | undefined): void {
  if (
    decidableStates.includes(request.state) &&
    request.plan?.digest !== seen
  ) {
    throw new ConflictError(
      `The plan of request ${request.id} is not the one that you saw; look at it again.`,
    );
  }
}

function newsOf(
  request: StoredRequest,
  person: Person,
  decision: Decision,
): string {
  const by = nameOf(person.ref);
  switch (decision.what) {
    case 'approve':
      return `${by} approved ${request.fqdn}`;
    case 'reject':
      return request.mayExist
        ? `${by} rejected the new plan of ${request.fqdn}`
        : `${by} rejected ${request.fqdn}`;
    default:
      return `${by} requested changes to ${request.fqdn}`;
  }
}

/**
 * Approves or rejects a request, or requests changes. Approval binds the plan that the person saw.
 *
 * @throws ConflictError when it is decided already, or the plan is another one
 * @throws NotAllowedError when the person is the requester or no approver
 */
export async function decide(
  context: LedgerContext,
  id: string,
  person: Person,
  decision: Decision,
): Promise<StoredRequest> {
  const { store, clock, settings } = context;
  const request = await store.get(id);
  if (decision.what === 'approve') {
    checkDigest(request, decision.digest);
  } else if (decision.reason.trim() === '') {
    throw new InputError('Give a reason for the requester to read.');
  }
  const now = clock.now().toISOString();
  const decided = await store.transition(request, {
    event: decision.what,
    actor: actorOf(request, person),
    by: person.ref,
    reason: decision.reason,
    detail:
      decision.what === 'approve' ? { digest: decision.digest } : undefined,
    patch:
      decision.what === 'request-changes'
        ? { message: decision.reason }
        : {
            decision: {
              by: person.ref,
              at: now,
              approved: decision.what === 'approve',
              reason: decision.reason,
              digest: request.plan?.digest,
            },
            message: decision.what === 'reject' ? decision.reason : undefined,
          },
    wakeAt:
      decision.what === 'request-changes'
        ? isoAfter(clock, settings.expiry)
        : now,
    notifications: [
      {
        recipients: askers(request),
        title: newsOf(request, person, decision),
        description: decision.reason,
        severity: 'normal',
      },
      ...(decision.what === 'reject' && request.mayExist
        ? waitsForPerson(context, request, { message: decision.reason }, false)
        : []),
    ],
  });
  context.changed(id);
  return decided;
}
