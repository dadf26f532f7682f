import { ConflictError, NotAllowedError } from '@backstage/errors';
import { endStates, RequestState } from './states';

/**
 * What can happen to a request.
 *
 * @public
 */
export type TransitionEvent =
  | 'open'
  | 'submit'
  | 'ask-back'
  | 'approve'
  | 'reject'
  | 'cancel'
  | 'expire'
  | 'claim'
  | 'apply'
  | 'complete'
  | 'fail'
  | 'lose'
  | 'restart'
  | 'hold'
  | 'retry'
  | 'roll-back'
  | 'rolled-back'
  | 'given-back';

/**
 * In which role somebody may make a transition.
 *
 * - `task`: the scaffolder task that holds the request's attempt.
 * - `approver`: a person of the approver groups who is not the requester.
 * - `person`: a person whom permissions let.
 * - `policy`: the policy, where it asks for no person.
 * - `ledger`: the ledger itself.
 *
 * @public
 */
export type TransitionRole =
  | 'task'
  | 'approver'
  | 'person'
  | 'policy'
  | 'ledger';

/**
 * Where the work on a request stands, beside its state.
 *
 * - `starting`: an attempt is written down and its task is to be started.
 * - `running`: a task holds the attempt.
 * - `held`: no task works on it and none will by itself; a person chooses.
 * - `none`: there is nothing for a task to do.
 *
 * @public
 */
export type AttemptPhase = 'starting' | 'running' | 'held' | 'none';

/**
 * One row of the table of transitions.
 *
 * @public
 */
export interface Transition {
  event: TransitionEvent;
  /** Absent: there was no request before. */
  from?: RequestState;
  /** Absent: where `endsAs` of the request says. */
  to?: RequestState;
  /** Phases in which it can happen; absent: in each. */
  phases?: readonly AttemptPhase[];
  /** The phase after it. */
  phase: AttemptPhase;
  /** Where the request ends once everything is given back. */
  endsAs?: RequestState;
  by: readonly TransitionRole[];
  /** What it does, in words. */
  does: string;
}

const givesBack =
  'Everything is given back: pull request, branch, reservation, address.';
const decidable: readonly RequestState[] = ['planned', 'changes-requested'];
const afterApproval: readonly RequestState[] = [
  'approved',
  'applying',
  'applied',
];

/**
 * The table of transitions: all that can happen to a request. Nothing else changes a state.
 *
 * @public
 */
export const transitions: readonly Transition[] = [
  {
    event: 'open',
    to: 'open',
    phase: 'running',
    by: ['task'],
    does: 'Checks name, quota and policy, takes the name, and gives the task the first attempt.',
  },
  {
    event: 'submit',
    from: 'open',
    to: 'planned',
    phases: ['running'],
    phase: 'none',
    by: ['task'],
    does: 'Records the plan; the task ends and no worker waits.',
  },
  {
    event: 'ask-back',
    from: 'planned',
    to: 'changes-requested',
    phase: 'none',
    by: ['approver'],
    does: 'Asks the requester back; the approver can still approve or reject.',
  },
  ...decidable.map(
    (from): Transition => ({
      event: 'approve',
      from,
      to: 'approved',
      phase: 'starting',
      by: from === 'planned' ? ['approver', 'policy'] : ['approver'],
      does: 'Binds the digest of the plan and its commit, and writes down an attempt for the apply template.',
    }),
  ),
  ...decidable.map(
    (from): Transition => ({
      event: 'reject',
      from,
      to: 'undoing',
      phase: 'none',
      endsAs: 'rejected',
      by: ['approver'],
      does: givesBack,
    }),
  ),
  ...(['open', ...decidable, 'approved'] as const).map(
    (from): Transition => ({
      event: 'cancel',
      from,
      to: 'undoing',
      phase: 'none',
      endsAs: 'cancelled',
      by: ['person'],
      does: givesBack,
    }),
  ),
  ...decidable.map(
    (from): Transition => ({
      event: 'expire',
      from,
      to: 'undoing',
      phase: 'none',
      endsAs: 'expired',
      by: ['ledger'],
      does: `Nobody decided in time. ${givesBack}`,
    }),
  ),
  {
    event: 'fail',
    from: 'open',
    to: 'undoing',
    phases: ['running'],
    phase: 'none',
    endsAs: 'failed',
    by: ['task'],
    does: givesBack,
  },
  {
    event: 'lose',
    from: 'open',
    to: 'undoing',
    phase: 'none',
    endsAs: 'failed',
    by: ['ledger'],
    does: `The task that prepared it is gone. ${givesBack}`,
  },
  {
    event: 'claim',
    from: 'approved',
    to: 'applying',
    phases: ['starting'],
    phase: 'running',
    by: ['task'],
    does: 'Gives the attempt to the task. From here on nothing is given back by itself.',
  },
  ...(['applying', 'applied'] as const).map(
    (from): Transition => ({
      event: 'claim',
      from,
      to: from,
      phases: ['starting'],
      phase: 'running',
      by: ['task'],
      does: 'Gives a later attempt to the task.',
    }),
  ),
  {
    event: 'apply',
    from: 'applying',
    to: 'applied',
    phases: ['running'],
    phase: 'running',
    by: ['task'],
    does: 'Records that Terraform is done, its text and the machine that it made.',
  },
  {
    event: 'complete',
    from: 'applied',
    to: 'done',
    phases: ['running'],
    phase: 'none',
    by: ['task'],
    does: 'Writes down the machine, which keeps the name, and tells the requester.',
  },
  {
    event: 'fail',
    from: 'applying',
    to: 'applying',
    phases: ['running'],
    phase: 'held',
    by: ['task'],
    does: 'Waits for a person: something may exist, so nothing is given back by itself.',
  },
  {
    event: 'fail',
    from: 'applied',
    to: 'applied',
    phases: ['running'],
    phase: 'held',
    by: ['task'],
    does: 'Waits for a person: the machine exists.',
  },
  ...afterApproval.map(
    (from): Transition => ({
      event: 'restart',
      from,
      to: from,
      phases: ['starting', 'running'],
      phase: 'starting',
      by: ['ledger'],
      does: 'The task is gone: the attempt is replaced and the apply template starts again.',
    }),
  ),
  ...afterApproval.map(
    (from): Transition => ({
      event: 'hold',
      from,
      to: from,
      phases: ['starting', 'running'],
      phase: 'held',
      by: ['ledger'],
      does: 'The apply template was started as often as allowed: waits for a person.',
    }),
  ),
  ...afterApproval.map(
    (from): Transition => ({
      event: 'retry',
      from,
      to: from,
      phases: ['held'],
      phase: 'starting',
      by: ['person'],
      does: 'The apply template starts again. A fresh plan is the truth: no changes means done.',
    }),
  ),
  {
    event: 'roll-back',
    from: 'applying',
    to: 'rolling-back',
    phases: ['held'],
    phase: 'none',
    by: ['person'],
    does: 'What a failed apply left is destroyed by Terraform, from the same pull request.',
  },
  {
    event: 'rolled-back',
    from: 'rolling-back',
    to: 'undoing',
    phase: 'none',
    endsAs: 'failed',
    by: ['ledger'],
    does: `Nothing is left of the machine. ${givesBack}`,
  },
  {
    event: 'given-back',
    from: 'undoing',
    phase: 'none',
    by: ['ledger'],
    does: 'The request ends, and its name is free again.',
  },
];

/**
 * What {@link transition} needs to know of a request.
 *
 * @public
 */
export interface TransitionSubject {
  state: RequestState;
  phase: AttemptPhase;
  endsAs?: RequestState;
  requestedBy: string;
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
  open: 'there is no plan yet',
};

function whyNot(event: TransitionEvent, subject: TransitionSubject): string {
  const state =
    subject.state === 'undoing' ? subject.endsAs ?? 'failed' : subject.state;
  if (event === 'approve' || event === 'reject' || event === 'ask-back') {
    return alreadyDecided[state] ?? `it is ${state}`;
  }
  if (endStates.includes(state)) {
    return `it has ended as ${state}`;
  }
  if (
    (event === 'retry' || event === 'roll-back') &&
    afterApproval.includes(state)
  ) {
    return `it is ${state}, and a task is working on it`;
  }
  if (event === 'cancel' && afterApproval.includes(state)) {
    return `it is ${state}: apply has begun and something may exist; roll it back once its task has ended`;
  }
  return `it is ${state}`;
}

const namesOfEvents: Record<TransitionEvent, string> = {
  open: 'opened',
  submit: 'given a plan',
  'ask-back': 'asked back',
  approve: 'approved',
  reject: 'rejected',
  cancel: 'cancelled',
  expire: 'expired',
  claim: 'claimed',
  apply: 'recorded as applied',
  complete: 'completed',
  fail: 'failed',
  lose: 'given up',
  restart: 'started again',
  hold: 'held',
  retry: 'tried again',
  'roll-back': 'rolled back',
  'rolled-back': 'given back',
  'given-back': 'ended',
};

function rolesOf(
  subject: TransitionSubject,
  actor: TransitionActor,
): TransitionRole[] {
  if (actor.role !== 'person') {
    return [actor.role];
  }
  return actor.approver && actor.ref !== subject.requestedBy
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
  return actor.ref === subject.requestedBy
    ? `whoever asked for a machine cannot decide on it; a member of another approver is needed`
    : `only members of the environment's approver groups decide on it`;
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
  const row = transitions.find(
    candidate =>
      candidate.event === event &&
      candidate.from === subject.state &&
      (candidate.phases?.includes(subject.phase) ?? true),
  );
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
  return transitions.some(
    row =>
      row.event === event &&
      row.from === subject.state &&
      (row.phases?.includes(subject.phase) ?? true) &&
      row.by.some(role => roles.includes(role)),
  );
}
