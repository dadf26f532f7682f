import { InputError, NotAllowedError } from '@backstage/errors';
import { parseEntityRef } from '@backstage/catalog-model';
import { PolicyEnvironment } from '@backlot/plugin-vm-requests-common';
import { LedgerContext } from './LedgerContext';

/**
 * Checks for whom somebody asks, and whose the machine is to be.
 *
 * @throws InputError where there is no such user or group, the owner is not theirs, or nobody could
 *   approve it
 * @throws NotAllowedError where policy does not let this person ask for them
 */
export async function checkOnBehalf(
  { peers: { people } }: Pick<LedgerContext, 'peers'>,
  {
    onBehalf,
    approval,
    title,
  }: Pick<PolicyEnvironment, 'onBehalf' | 'approval' | 'title'>,
  asked: { requestedBy: string; requestedFor: string; owner: string },
): Promise<void> {
  const { requestedBy, requestedFor, owner } = asked;
  const { kind } = parseEntityRef(requestedFor);
  if (kind !== 'user' && kind !== 'group') {
    throw new InputError(
      `${requestedFor} is neither a user nor a group, so nothing can be requested for it.`,
    );
  }
  const own = await people.ownershipOf(requestedBy);
  const isLet =
    own.includes(requestedFor) || onBehalf?.by.some(ref => own.includes(ref));
  if (!isLet) {
    throw new NotAllowedError(
      `${requestedBy} cannot request a machine in ${title} for ${requestedFor}: policy lets ${
        onBehalf ? `only ${onBehalf.by.join(', ')} do that` : 'nobody do that'
      }, but for their own groups.`,
    );
  }
  if (!(await people.exists(requestedFor))) {
    throw new InputError(
      `The catalog has no ${requestedFor}. Choose a user or group that it has.`,
    );
  }
  const theirs =
    kind === 'user' ? await people.ownershipOf(requestedFor) : [requestedFor];
  if (!theirs.includes(owner)) {
    throw new InputError(
      `The owner of a machine that is requested for ${requestedFor} is ${
        kind === 'user' ? 'that user, or one of their groups' : 'that group'
      }, not ${owner}.`,
    );
  }
  if (
    approval.required &&
    approval.approvers.every(approver => approver === requestedFor)
  ) {
    throw new InputError(
      `Nobody could approve a machine in ${title} for ${requestedFor}: its members alone approve machines there, and none may decide on what is made for them.`,
    );
  }
}
