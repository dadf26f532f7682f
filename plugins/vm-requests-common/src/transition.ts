import { ConflictError, NotAllowedError } from '@backstage/errors';
import { endStates, RequestState } from './states';
import {
  afterApproval,
  AttemptPhase,
  Transition,
  TransitionEvent,
  TransitionRole,
  transitions,
} from './transitions';

/**
 * What {@link transition} needs to know of a request.
 *
 * @public
 */
export interface TransitionSubject {
  state: RequestState;
  phase: AttemptPhase;
  endsAs?: RequestState;
  /** Whether it was claimed, and nobody has seen since that nothing of it was applied. */
  mayExist: boolean;
  /** Whether its operation is one that Terraform plans and applies. */
  needsPlan: boolean;
  requestedBy: string;
  /** Entity ref of the user or group that it is made for, where that is another. */
  requestedFor?: string;
}

/**
 * Who wants a transition.
 *
 * @public
 */
export type TransitionActor =
  | { role: 'task' | 'policy' | 'ledger' }
  | {
      role: 'person';
      /** User entity ref. */
      ref: string;
      /** Entity refs of the person's groups. */
      groups?: readonly string[];
      /** Whether the person is a member of an approver group of the environment. */
      approver: boolean;
    };

/**
 * Where a request stands after a transition.
 *
 * @public
 */
export interface TransitionResult {
  state: RequestState;
  phase: AttemptPhase;
  endsAs?: RequestState;
  mayExist: boolean;
}

const alreadyDecided: Partial<Record<RequestState, string>> = {
  approved: 'it is approved already',
  applying: 'it is approved already and is being applied',
  applied: 'it is approved already and was applied',
  done: 'it was approved and is done',
  rejected: 'it was rejected',
  cancelled: 'it was cancelled',
  expired: 'it has expired',
  failed: 'it has failed',
  'rolled-back': 'it was rolled back',
  open: 'there is no plan yet',
};

function whyNotSteered({ state, phase, mayExist }: TransitionSubject): string {
  switch (phase) {
    case 'held':
      return `it is ${state}: nothing but a retry${
        state === 'approved' || (state === 'applying' && !mayExist)
          ? ' or a cancellation'
          : ''
      } is possible`;
    case 'planning':
      return `it is ${state}, and being planned anew`;
    case 'waiting':
      return `it is ${state}, and waits for the time from which it may be applied`;
    default:
      return `it is ${state}, and a task is working on it`;
  }
}

function whyNot(event: TransitionEvent, subject: TransitionSubject): string {
  const state =
    subject.state === 'undoing' ? subject.endsAs ?? 'failed' : subject.state;
  if (
    event === 'approve' ||
    event === 'reject' ||
    event === 'request-changes'
  ) {
    return alreadyDecided[state] ?? `it is ${state}`;
  }
  if (endStates.includes(state)) {
    return `it has ended as ${state}`;
  }
  if (
    (event === 'retry' ||
      event === 'replan' ||
      event === 'roll-back' ||
      event === 'start') &&
    afterApproval.includes(state)
  ) {
    return whyNotSteered(subject);
  }
  if (event === 'cancel' && afterApproval.includes(state)) {
    return `it is ${state}: apply has begun, and something of it may be applied; its page says what can be chosen once its task has ended`;
  }
  return `it is ${state}`;
}

const namesOfEvents: Record<TransitionEvent, string> = {
  open: 'opened',
  submit: 'submitted',
  'request-changes': 'sent back for changes',
  approve: 'approved',
  reject: 'rejected',
  cancel: 'cancelled',
  expire: 'expired',
  wait: 'put off',
  start: 'started',
  claim: 'claimed',
  apply: 'recorded as applied',
  complete: 'completed',
  fail: 'failed',
  lose: 'given up',
  restart: 'started again',
  hold: 'held',
  retry: 'tried again',
  replan: 'planned anew',
  'roll-back': 'rolled back',
  'rolled-back': 'given back',
  'given-back': 'ended',
};

/** Whether a person asked for a request, or it is made for them or a group of theirs. */
function isTheirOwn(
  { requestedBy, requestedFor }: TransitionSubject,
  { ref, groups = [] }: Extract<TransitionActor, { role: 'person' }>,
): boolean {
  return (
    ref === requestedBy ||
    ref === requestedFor ||
    (requestedFor !== undefined && groups.includes(requestedFor))
  );
}

function rolesOf(
  subject: TransitionSubject,
  actor: TransitionActor,
): TransitionRole[] {
  if (actor.role !== 'person') {
    return [actor.role];
  }
  return actor.approver && !isTheirOwn(subject, actor)
    ? ['person', 'approver']
    : ['person'];
}

function whyNotAllowed(
  event: TransitionEvent,
  subject: TransitionSubject,
  actor: TransitionActor,
): string {
  if (actor.role !== 'person') {
    return `a request cannot be ${namesOfEvents[event]} by ${actor.role}`;
  }
  if (actor.ref === subject.requestedBy) {
    return 'whoever asked for a machine cannot decide on it; another member of the approver groups does';
  }
  return isTheirOwn(subject, actor)
    ? `it is made for ${subject.requestedFor}, and whom a machine is for cannot decide on it; another member of the approver groups does`
    : `only members of the environment's approver groups decide on it`;
}

function isRowOf(subject: TransitionSubject, event: TransitionEvent) {
  return (row: Transition) =>
    row.event === event &&
    row.from === subject.state &&
    (row.mayExist ?? subject.mayExist) === subject.mayExist &&
    (row.needsPlan ?? subject.needsPlan) === subject.needsPlan &&
    (row.phases?.includes(subject.phase) ?? true);
}

/**
 * Says where a request stands after an event.
 *
 * @throws ConflictError when the event cannot happen now, in words for people
 * @throws NotAllowedError when it can happen, but not by this actor
 * @public
 */
export function transition(
  subject: TransitionSubject,
  event: TransitionEvent,
  actor: TransitionActor,
): TransitionResult {
  const row = transitions.find(isRowOf(subject, event));
  if (!row) {
    throw new ConflictError(
      `The request cannot be ${namesOfEvents[event]}: ${whyNot(
        event,
        subject,
      )}.`,
    );
  }
  const roles = rolesOf(subject, actor);
  if (!row.by.some(role => roles.includes(role))) {
    throw new NotAllowedError(
      `The request was not ${namesOfEvents[event]}: ${whyNotAllowed(
        event,
        subject,
        actor,
      )}.`,
    );
  }
  return {
    state: row.to ?? subject.endsAs ?? 'failed',
    phase: row.phase,
    endsAs: row.endsAs ?? (row.to ? undefined : subject.endsAs),
    mayExist: subject.mayExist || (subject.needsPlan && event === 'claim'),
  };
}

/**
 * Whether an event can happen now, by this actor.
 *
 * @public
 */
export function canTransition(
  subject: TransitionSubject,
  event: TransitionEvent,
  actor: TransitionActor,
): boolean {
  const roles = rolesOf(subject, actor);
  return transitions
    .filter(isRowOf(subject, event))
    .some(row => row.by.some(role => roles.includes(role)));
}
