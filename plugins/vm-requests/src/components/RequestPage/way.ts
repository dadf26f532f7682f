import {
  endStates,
  RequestEvent,
  RequestState,
  VmRequest,
} from '@backlot/plugin-vm-requests-common';
import { stateWords, waitWords } from '../StateBadge';

/** One stage of a request's way, as the page draws it. */
export interface WayStage {
  id: RequestState;
  label: string;
  status: 'done' | 'current' | 'ahead' | 'failed';
  /** ISO 8601. */
  at?: string;
}

const stages: { id: RequestState; label: string; reached: RequestState[] }[] = [
  { id: 'open', label: 'Requested', reached: ['open'] },
  {
    id: 'planned',
    label: 'Planned',
    reached: ['planned', 'changes-requested'],
  },
  { id: 'approved', label: 'Approved', reached: ['approved'] },
  { id: 'applying', label: 'Applying', reached: ['applying'] },
  { id: 'applied', label: 'Applied', reached: ['applied'] },
  { id: 'done', label: 'Done', reached: ['done'] },
];

/** Those of a request that nothing is planned and applied for. */
const planlessStages: typeof stages = [
  { id: 'open', label: 'Requested', reached: ['open'] },
  {
    id: 'planned',
    label: 'Submitted',
    reached: ['planned', 'changes-requested'],
  },
  { id: 'approved', label: 'Approved', reached: ['approved'] },
  { id: 'applied', label: 'Carried out', reached: ['applied'] },
  { id: 'done', label: 'Done', reached: ['done'] },
];

/**
 * The way of a request so far and ahead, from the events of its history. A request that ended
 * elsewhere shows its end in place of what it never reached.
 */
export function wayOf(
  request: Pick<VmRequest, 'state' | 'wait' | 'needsPlan'>,
  events: readonly Pick<RequestEvent, 'at' | 'to'>[],
): WayStage[] {
  const { state, wait, needsPlan } = request;
  const ownStages = needsPlan ? stages : planlessStages;
  // Of a request that stands still, not what it would be doing is said.
  const standsStill = wait && !['approval', 'requester'].includes(wait.for);
  const stillLabel = standsStill ? waitWords[wait.for].label : undefined;
  const reachedAt = (states: RequestState[]) =>
    [...events].reverse().find(event => event.to && states.includes(event.to))
      ?.at;
  const ended = endStates.includes(state) && state !== 'done';
  const leaving = state === 'undoing' || state === 'rolling-back';

  const here = ownStages.findIndex(({ reached }) => reached.includes(state));
  const way = ownStages.map(({ id, label, reached }, index): WayStage => {
    // What was reached before a new plan is ahead again.
    const isAhead = here >= 0 && index > here;
    const at = isAhead ? undefined : reachedAt(reached);
    const isHere = index === here;
    if (isHere && state !== 'done') {
      return { id, label: stillLabel ?? label, status: 'current', at };
    }
    return { id, label, status: at || isHere ? 'done' : 'ahead', at };
  });
  if (!ended && !leaving) {
    return way;
  }
  return [
    ...way.filter(stage => stage.status === 'done'),
    {
      id: state,
      label: stillLabel ?? stateWords[state].label,
      status: leaving ? 'current' : 'failed',
      at: reachedAt([state]),
    },
  ];
}
