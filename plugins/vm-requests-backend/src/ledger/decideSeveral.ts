import { causeInWords } from '@backlot/backend-common';
import {
  DecidedRequests,
  SeveralDecisions,
} from '@backlot/plugin-vm-requests-common';
import { decide, Decision, Person } from './decide';
import { LedgerContext } from './LedgerContext';

function decisionOf(
  { decision, reason }: Pick<SeveralDecisions, 'decision' | 'reason'>,
  digest: string | undefined,
): Decision {
  return decision === 'approve'
    ? { what: 'approve', digest, reason }
    : { what: 'reject', reason: reason ?? '' };
}

/**
 * Decides on several requests, each by itself: one that has changed, or is not this person's to decide
 * on, is left as it is, and the answer says why.
 *
 * @param mayDecide - throws where permissions do not let the person decide on a request
 */
export async function decideSeveral(
  context: LedgerContext,
  { requests, ...decision }: SeveralDecisions,
  person: Person,
  mayDecide: (id: string) => void,
): Promise<DecidedRequests> {
  const items: DecidedRequests['items'] = [];
  for (const { id, digest } of requests) {
    try {
      mayDecide(id);
      const { state } = await decide(
        context,
        id,
        person,
        decisionOf(decision, digest),
      );
      items.push({ id, decided: true, state });
    } catch (error) {
      // Whatever it was: what is decided already stays so, and is told.
      items.push({
        id,
        decided: false,
        why: causeInWords(error),
      });
    }
  }
  return { items };
}
