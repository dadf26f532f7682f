import { decidableStates, RequestState } from './states';

/**
 * What can happen to a request.
 *
 * @public
 */
export type TransitionEvent =
  | 'open'
  | 'submit'
  | 'request-changes'
  | 'approve'
  | 'reject'
  | 'cancel'
  | 'expire'
  | 'wait'
  | 'start'
  | 'claim'
  | 'apply'
  | 'complete'
  | 'fail'
  | 'lose'
  | 'restart'
  | 'hold'
  | 'retry'
  | 'replan'
  | 'roll-back'
  | 'rolled-back'
  | 'given-back';

/**
 * In which role somebody may make a transition.
 *
 * - `task`: the scaffolder task that holds the request's attempt.
 * - `approver`: a person of the approver groups who is neither the requester nor whom it is made for.
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
 * - `planning`: the ledger plans anew what a failed apply has left, or what is approved and not begun.
 * - `waiting`: its start, a change window or the end of a freeze is to come.
 * - `none`: there is nothing for a task to do.
 *
 * @public
 */
export type AttemptPhase =
  | 'starting'
  | 'running'
  | 'held'
  | 'planning'
  | 'waiting'
  | 'none';

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
  /**
   * Whether it is for a request that was claimed, so that something of it may be applied which nobody
   * gives back by itself. Absent: for either.
   */
  mayExist?: boolean;
  /** Whether it is for a request that needs a plan. Absent: for either. */
  needsPlan?: boolean;
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
const waitsAgain =
  'Something may exist, so nothing is given back: a person chooses again.';
/** @internal */
export const afterApproval: readonly RequestState[] = [
  'approved',
  'applying',
  'applied',
];

const toApply = ['approved', 'applying'] as const;

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
    does: 'Checks name, quota and policy, takes the name and the MAC addresses, and gives the task the first attempt.',
  },
  {
    event: 'submit',
    from: 'open',
    to: 'planned',
    phases: ['running'],
    phase: 'none',
    by: ['task'],
    does: 'Records the plan, where one is needed; the task ends and no worker waits.',
  },
  {
    event: 'request-changes',
    from: 'planned',
    to: 'changes-requested',
    phase: 'none',
    by: ['approver'],
    does: 'Asks the requester for changes; the approver can still approve or reject.',
  },
  ...decidableStates.map(
    (from): Transition => ({
      event: 'approve',
      from,
      to: 'approved',
      phase: 'starting',
      by: from === 'planned' ? ['approver', 'policy'] : ['approver'],
      does: 'Binds the digest of the plan and its commit, where there is one, and writes down an attempt for the apply template.',
    }),
  ),
  ...decidableStates.map(
    (from): Transition => ({
      event: 'reject',
      from,
      mayExist: false,
      to: 'undoing',
      phase: 'none',
      endsAs: 'rejected',
      by: ['approver'],
      does: givesBack,
    }),
  ),
  // An apply that failed may have been found to have done nothing.
  ...(['open', ...decidableStates, 'approved', 'applying'] as const).map(
    (from): Transition => ({
      event: 'cancel',
      from,
      mayExist: false,
      to: 'undoing',
      phase: 'none',
      endsAs: 'cancelled',
      // By the ledger where its task was cancelled in the scaffolder.
      by: decidableStates.includes(from) ? ['person'] : ['person', 'ledger'],
      does: givesBack,
    }),
  ),
  {
    event: 'cancel',
    from: 'applied',
    needsPlan: false,
    to: 'undoing',
    phase: 'none',
    endsAs: 'cancelled',
    by: ['person', 'ledger'],
    does: 'What it was to change stays as it is.',
  },
  ...decidableStates.map(
    (from): Transition => ({
      event: 'expire',
      from,
      mayExist: false,
      to: 'undoing',
      phase: 'none',
      endsAs: 'expired',
      by: ['ledger'],
      does: `Nobody decided in time. ${givesBack}`,
    }),
  ),
  ...decidableStates.map(
    (from): Transition => ({
      event: 'reject',
      from,
      mayExist: true,
      to: 'applying',
      phase: 'held',
      by: ['approver'],
      does: waitsAgain,
    }),
  ),
  ...([...decidableStates, 'approved'] as const).map(
    (from): Transition => ({
      event: 'cancel',
      from,
      mayExist: true,
      to: 'applying',
      phase: 'held',
      by: from === 'approved' ? ['person', 'ledger'] : ['person'],
      does: waitsAgain,
    }),
  ),
  ...decidableStates.map(
    (from): Transition => ({
      event: 'expire',
      from,
      mayExist: true,
      to: 'applying',
      phase: 'held',
      by: ['ledger'],
      does: `Nobody decided in time. ${waitsAgain}`,
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
  ...toApply.map(
    (from): Transition => ({
      event: 'wait',
      from,
      to: from,
      phases: ['starting'],
      phase: 'waiting',
      by: ['ledger'],
      does: 'Its start, a change window or the end of a freeze is to come: no task works on it until then.',
    }),
  ),
  ...toApply.map(
    (from): Transition => ({
      event: 'start',
      from,
      to: from,
      phases: ['waiting'],
      phase: 'starting',
      by: from === 'approved' ? ['ledger', 'person'] : ['ledger'],
      does: 'The time has come, or a person wants it before its start: writes down an attempt for the apply template.',
    }),
  ),
  {
    event: 'replan',
    from: 'approved',
    needsPlan: true,
    to: 'approved',
    phases: ['waiting', 'starting'],
    phase: 'planning',
    by: ['ledger'],
    does: 'The time has come, and the plan is old by then, or does what others of its batch do not: it is planned anew before anything is applied.',
  },
  {
    event: 'submit',
    from: 'approved',
    to: 'planned',
    phases: ['planning'],
    phase: 'none',
    by: ['ledger'],
    does: 'The new plan is another than the approved one, whose approval ends with this: an approver decides on the new one.',
  },
  {
    event: 'retry',
    from: 'approved',
    to: 'approved',
    phases: ['planning'],
    phase: 'starting',
    by: ['ledger'],
    does: 'The new plan is the approved one, or nothing is left to do: writes down an attempt for the apply template.',
  },
  {
    event: 'claim',
    from: 'approved',
    needsPlan: true,
    to: 'applying',
    phases: ['starting'],
    phase: 'running',
    by: ['task'],
    does: 'Gives the attempt to the task. From here on nothing is given back by itself.',
  },
  {
    event: 'claim',
    from: 'approved',
    needsPlan: false,
    to: 'applied',
    phases: ['starting'],
    phase: 'running',
    by: ['task'],
    does: 'Gives the attempt to the task. There is nothing to apply.',
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
    does: 'Writes down the machine, which keeps name and MAC addresses, and tells the requester.',
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
      ...(from === 'approved' && { mayExist: false }),
      to: from,
      phases: [
        'starting',
        'running',
        ...(from === 'approved' ? (['planning'] as const) : []),
      ],
      phase: 'held',
      by: ['ledger'],
      does: 'The apply template was started as often as allowed, or its task was cancelled in the scaffolder: waits for a person.',
    }),
  ),
  {
    event: 'hold',
    from: 'approved',
    mayExist: true,
    to: 'applying',
    phases: ['starting', 'running', 'planning'],
    phase: 'held',
    by: ['ledger'],
    does: 'The same, where something may exist: a person chooses again.',
  },
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
    event: 'replan',
    from: 'applying',
    to: 'applying',
    phases: ['held'],
    phase: 'planning',
    by: ['person'],
    does: 'What the failed apply has left is planned anew.',
  },
  {
    event: 'submit',
    from: 'applying',
    to: 'planned',
    phases: ['planning'],
    phase: 'none',
    by: ['ledger'],
    does: 'The new plan is another than the approved one, whose approval ends with this: an approver decides on the new one.',
  },
  {
    event: 'retry',
    from: 'applying',
    to: 'applying',
    phases: ['planning'],
    phase: 'starting',
    by: ['ledger'],
    does: 'The new plan is the approved one, or nothing is left to do: the apply template starts again.',
  },
  {
    event: 'hold',
    from: 'applying',
    to: 'applying',
    phases: ['planning'],
    phase: 'held',
    by: ['ledger'],
    does: 'It could not be planned, or the plan is none that may be approved: says why, and a person chooses again.',
  },
  {
    event: 'roll-back',
    from: 'applying',
    mayExist: true,
    to: 'rolling-back',
    phases: ['held', 'waiting'],
    phase: 'none',
    by: ['person'],
    does: 'What a failed apply left is taken back by Terraform, from the same pull request.',
  },
  {
    event: 'rolled-back',
    from: 'rolling-back',
    to: 'undoing',
    phase: 'none',
    endsAs: 'rolled-back',
    by: ['ledger'],
    does: `Nothing is left of the machine. ${givesBack}`,
  },
  {
    event: 'given-back',
    from: 'undoing',
    phase: 'none',
    by: ['ledger'],
    does: 'The request ends, and its name and MAC addresses are free again.',
  },
];
