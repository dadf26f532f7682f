import {
  BackstageCredentials,
  BackstageUserPrincipal,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { Person } from '../ledger/decide';
import { RouterOptions } from './RouterOptions';

/**
 * The person behind a call: what it owned things as when it signed in, and what the catalog says of
 * its groups now.
 */
export async function personOf(
  { userInfo, ledger }: Pick<RouterOptions, 'userInfo' | 'ledger'>,
  credentials: BackstageCredentials<BackstageUserPrincipal>,
): Promise<Person> {
  const [{ userEntityRef, ownershipEntityRefs }, known] = await Promise.all([
    userInfo.getUserInfo(credentials),
    ledger.peers.people.ownershipOf(credentials.principal.userEntityRef),
  ]);
  return {
    ref: userEntityRef,
    ownership: [...new Set([...ownershipEntityRefs, ...known])],
  };
}

/**
 * Makes sure that a person calls by itself: what a template or another service does in its name is
 * not its decision.
 *
 * @throws NotAllowedError when a service acts for the person
 */
export function requireOwnHand(
  credentials: BackstageCredentials<BackstageUserPrincipal>,
): void {
  const { actor } = credentials.principal;
  if (actor) {
    throw new NotAllowedError(
      `People decide on the request's page; ${actor.subject} cannot do it for them.`,
    );
  }
}
