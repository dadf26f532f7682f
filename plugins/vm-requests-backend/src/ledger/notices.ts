import { Obstacle } from '@backlot/plugin-vm-requests-common';
import { NotificationInput, StoredRequest } from '../database/StoredRequest';
import { FailureWords } from './failureWords';
import { isToBeChecked } from './judgeRetry';
import { LedgerContext } from './LedgerContext';
import { obstacleNames } from './obstruction';
import { peerNamesOf } from './peerNamesOf';

type Settings = Pick<LedgerContext['settings'], 'platformTeam' | 'stacks'>;

const untilChecked = 'Backlot is planning to see what can be done about it.';

function distinct(refs: string[]): string[] {
  return [...new Set(refs)];
}

/** Who asked for a request, and whom it is made for. */
export function askers({
  requestedBy,
  requestedFor,
}: Pick<StoredRequest, 'requestedBy' | 'requestedFor'>): string[] {
  return distinct([requestedBy, ...(requestedFor ? [requestedFor] : [])]);
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
      recipients: askers(request),
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
    recipients: askers(request),
    title: `${request.fqdn} was cancelled`,
    description: message,
    severity: 'high',
  };
}

const oneOf = new Intl.ListFormat('en-GB', { type: 'disjunction' });

/** What there is to choose once a request waits for a person. */
function choicesOf(
  operations: LedgerContext['operations'],
  request: StoredRequest,
  canRetry: boolean,
): string {
  const { state, mayExist } = request;
  if (state === 'applied') {
    return 'retry';
  }
  if (state === 'approved' && !mayExist) {
    return 'retry or cancel';
  }
  const back = operations.rollBackOf(request) === 'none' ? [] : ['roll back'];
  return oneOf.format([
    ...(canRetry ? ['retry'] : []),
    'plan anew',
    ...(mayExist ? back : ['cancel']),
  ]);
}

/** Tells all who can choose, and the platform team, of a request that waits for a person. */
function tellWhoChooses(
  { platformTeam }: Settings,
  request: StoredRequest,
  title: string,
  { message, cause }: FailureWords,
): NotificationInput[] {
  const own = distinct([...askers(request), request.owner]);
  const about = 'choice' as const;
  return toSomebody([
    { recipients: own, title, description: message, severity: 'high', about },
    {
      recipients: platformTeam.filter(team => !own.includes(team)),
      title: `${request.fqdn} waits for a person`,
      description: cause ?? message,
      severity: 'high',
      about,
    },
  ]);
}

/**
 * Tells all who can choose that a request waits for a person.
 *
 * @param canRetry - whether trying the approved plan again can succeed
 */
export function waitsForPerson(
  { settings, operations }: Pick<LedgerContext, 'settings' | 'operations'>,
  request: StoredRequest,
  words: FailureWords,
  canRetry: boolean = true,
): NotificationInput[] {
  const choices = choicesOf(operations, request, canRetry);
  const title = `${request.fqdn} waits for you to ${choices}`;
  return tellWhoChooses(settings, request, title, words);
}

/**
 * Tells of an apply that failed. Where it has to be found out first what can be done about it, that is
 * told in its place once it is known.
 */
export function applyFailed(
  context: Pick<LedgerContext, 'settings' | 'operations'>,
  request: StoredRequest,
  { message, cause }: FailureWords,
): NotificationInput[] {
  return isToBeChecked(request)
    ? tellWhoChooses(
        context.settings,
        request,
        `${request.fqdn} could not be applied`,
        { message: `${message} ${untilChecked}`, cause },
      )
    : waitsForPerson(context, request, { message, cause });
}

/** Tells the platform team what keeps a request from going on. */
export function standsStill(
  settings: Settings,
  request: StoredRequest,
  obstacle: Obstacle,
  words: string,
): NotificationInput[] {
  const name =
    peerNamesOf(settings, request)[obstacle] ?? obstacleNames[obstacle];
  return toSomebody([
    {
      recipients: settings.platformTeam,
      title:
        obstacle === 'platform-team'
          ? `${request.fqdn} waits for the platform team`
          : `${request.fqdn} waits: ${name} does not answer`,
      description: words,
      severity: 'high',
    },
  ]);
}
