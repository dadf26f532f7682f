import { Obstacle, RequestState } from '@backlot/plugin-vm-requests-common';
import { NotificationInput, StoredRequest } from '../database/StoredRequest';
import { FailureWords } from './failureWords';
import { LedgerContext } from './LedgerContext';
import { obstacleNames } from './obstruction';

type Settings = Pick<LedgerContext['settings'], 'platformTeam'>;

function distinct(refs: string[]): string[] {
  return [...new Set(refs)];
}

/** Leaves out notices to nobody. */
function toSomebody(notices: NotificationInput[]): NotificationInput[] {
  return notices.filter(({ recipients }) => recipients.length > 0);
}

/** Tells the requester that a request could not be prepared, and the platform team why if that is theirs. */
export function preparationFailed(
  { platformTeam }: Settings,
  request: StoredRequest,
  { message, cause }: FailureWords,
): NotificationInput[] {
  const title = `${request.fqdn} could not be prepared`;
  return toSomebody([
    {
      recipients: [request.requestedBy],
      title,
      description: message,
      severity: 'high',
    },
    {
      recipients: cause === undefined ? [] : platformTeam,
      title,
      description: cause,
      severity: 'high',
    },
  ]);
}

/** Tells the requester that a request was cancelled, and how. */
export function wasCancelled(
  request: StoredRequest,
  message: string,
): NotificationInput {
  return {
    recipients: [request.requestedBy],
    title: `${request.fqdn} was cancelled`,
    description: message,
    severity: 'high',
  };
}

const heldChoices: Partial<Record<RequestState, string>> = {
  approved: 'retry or cancel',
  applying: 'retry, plan anew or roll back',
  applied: 'retry',
};

/** What there is to choose once a request waits for a person. */
function choicesOf(
  operations: LedgerContext['operations'],
  request: StoredRequest,
): string {
  const { state, mayExist } = request;
  if (state === 'applying' && !mayExist) {
    return 'retry, plan anew or cancel';
  }
  const held = mayExist && state !== 'applied' ? 'applying' : state;
  if (operations.rollBackOf(request) === 'none') {
    return held === 'applying' ? 'retry or plan anew' : 'retry';
  }
  return heldChoices[held] ?? 'choose what happens next';
}

/** Tells all who can choose that a request waits for a person. */
export function waitsForPerson(
  { settings, operations }: Pick<LedgerContext, 'settings' | 'operations'>,
  request: StoredRequest,
  { message, cause }: FailureWords,
): NotificationInput[] {
  const { platformTeam } = settings;
  const choices = choicesOf(operations, request);
  const title = `${request.fqdn} waits for you to ${choices}`;
  const own = distinct([request.requestedBy, request.owner]);
  return toSomebody([
    { recipients: own, title, description: message, severity: 'high' },
    {
      recipients: platformTeam.filter(team => !own.includes(team)),
      title: `${request.fqdn} waits for a person`,
      description: cause ?? message,
      severity: 'high',
    },
  ]);
}

/** Tells the platform team what keeps a request from going on. */
export function standsStill(
  { platformTeam }: Settings,
  request: StoredRequest,
  obstacle: Obstacle,
  words: string,
): NotificationInput[] {
  return toSomebody([
    {
      recipients: platformTeam,
      title:
        obstacle === 'platform-team'
          ? `${request.fqdn} waits for the platform team`
          : `${request.fqdn} waits: ${obstacleNames[obstacle]} does not answer`,
      description: words,
      severity: 'high',
    },
  ]);
}
