import {
  endStates,
  RequestEvent,
  RequestState,
  VmRequest,
} from '@backlot/plugin-vm-requests-common';

/** One stage of a request's way, as the page draws it. */
export interface WayStage {
  id: string;
  label: string;
  status: 'done' | 'current' | 'ahead' | 'failed' | 'skipped';
  /** ISO 8601. */
  at?: string;
  note?: string;
}

const stages: { id: string; label: string; reached: RequestState[] }[] = [
  { id: 'open', label: 'Requested', reached: ['open'] },
  { id: 'planned', label: 'Planned', reached: ['planned'] },
  { id: 'approved', label: 'Approved', reached: ['approved'] },
  { id: 'applying', label: 'Applying', reached: ['applying'] },
  { id: 'applied', label: 'Applied', reached: ['applied'] },
  { id: 'done', label: 'Done', reached: ['done'] },
];

/**
 * The way of a request so far and ahead, from the events of its history. A request that ended
 * elsewhere shows its end in place of what it never reached.
 */
export function wayOf(
  request: Pick<VmRequest, 'state' | 'endsAs'>,
  events: readonly Pick<RequestEvent, 'at' | 'to'>[],
): WayStage[] {
  const reachedAt = (states: RequestState[]) =>
    [...events].reverse().find(event => event.to && states.includes(event.to))
      ?.at;
  const ended = endStates.includes(request.state) && request.state !== 'done';
  const leaving = ['undoing', 'rolling-back'].includes(request.state);

  const way = stages.map((stage): WayStage => {
    const at = reachedAt(stage.reached);
    const current = stage.reached.includes(request.state);
    const { id, label } = stage;
    if (current && request.state !== 'done') {
      return { id, label, status: 'current', at };
    }
    return { id, label, status: at || current ? 'done' : 'ahead', at };
  });
  if (!ended && !leaving) {
    return way;
  }
  const reached = way.filter(stage => stage.status === 'done');
  return [
    ...reached,
    {
      id: request.state,
      label: leaving ? 'Giving back' : labels[request.state] ?? request.state,
      status: leaving ? 'current' : 'failed',
      at: reachedAt([request.state]),
    },
  ];
}

const labels: Partial<Record<RequestState, string>> = {
  failed: 'Failed',
  rejected: 'Rejected',
  cancelled: 'Cancelled',
  expired: 'Expired',
};
