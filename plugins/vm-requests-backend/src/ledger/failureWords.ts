import { Obstacle } from '@backlot/plugin-vm-requests-common';
import { TaskFailure } from '../peers/RequestPeers';
import { obstacleNames } from './obstruction';
import { PeerNames } from './peerNamesOf';

/** What a failure is called where its task says nothing. */
export const silentFailure = 'The task failed; its log says why.';

/** Whom the actions of templates talk to. */
const peersOfActions: [RegExp, Obstacle][] = [
  [/^netbox:/, 'netbox'],
  [/^atlantis:/, 'atlantis'],
  [/^vsphere:/, 'inventory'],
];

/** Errors in which nobody answered what was asked, or refused whoever asked. */
const unanswered = [
  'AnswerLostError',
  'AuthenticationError',
  'FetchError',
  'JobLostError',
  'NetBoxUnreachableError',
  'NotReachedError',
  'ResponseError',
  'ServiceUnavailableError',
  'TypeError',
];

/** A failure in words for whoever may see the request, and a peer's own where those are not for everybody. */
export interface FailureWords {
  message: string;
  cause?: string;
}

function peerOf(failure: TaskFailure | undefined): Obstacle | undefined {
  const { action = '' } = failure ?? {};
  return peersOfActions.find(([pattern]) => pattern.test(action))?.[1];
}

/**
 * Says why a task failed. What policy, Terraform or a person's own input made of it stays as it is;
 * that a peer did not answer is told without the peer's own words, which name hosts and accounts.
 *
 * @param peer - whom it talked to
 * @param names - of those that are among several
 */
export function failureWords(
  failure: TaskFailure | undefined,
  peer: Obstacle | undefined = peerOf(failure),
  names: PeerNames = {},
): FailureWords {
  if (!failure) {
    return { message: silentFailure };
  }
  const { message, errorName = '' } = failure;
  const refused = peer !== undefined && errorName === 'NotAllowedError';
  if (!unanswered.includes(errorName) && !refused) {
    return { message };
  }
  return {
    message: `${
      peer
        ? names[peer] ?? obstacleNames[peer]
        : 'A system that this depends on'
    } did not answer as it should.`,
    cause: message,
  };
}
