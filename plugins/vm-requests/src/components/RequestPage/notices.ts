import { endStates, VmRequest } from '@backlot/plugin-vm-requests-common';
import { waitWords } from '../StateBadge';

/** Something to read above all else of a request. */
export interface Notice {
  title: string;
  status: 'info' | 'warning' | 'danger';
  /** Each a paragraph. */
  texts: string[];
  /** A peer's own words; only admins get them. */
  cause?: string;
}

/** What a request waits for, but for an approval, which has a card of its own. */
function waitNotice({
  state,
  wait,
  message,
  cause,
}: Subject): Notice | undefined {
  if (!wait || wait.for === 'approval') {
    return undefined;
  }
  const says = message && message !== wait.why && !isLeaving(state);
  return {
    title: waitWords[wait.for].label,
    status: ['requester', 'start'].includes(wait.for) ? 'info' : 'danger',
    texts: says ? [wait.why, message] : [wait.why],
    cause,
  };
}

function isLeaving(state: VmRequest['state']): boolean {
  return state === 'undoing' || state === 'rolling-back';
}

type Subject = Pick<VmRequest, 'state' | 'wait' | 'message' | 'cause'>;

/** What to say of a request before anything else: what it waits for, and why it ended or is ending. */
export function noticesOf(request: Subject): Notice[] {
  const { state, message, cause } = request;
  const wait = waitNotice(request);
  const notices = wait ? [wait] : [];
  const ended = endStates.includes(state);
  if (!message || state === 'done' || !(ended || isLeaving(state))) {
    return notices;
  }
  const bad = state === 'failed' || state === 'rejected';
  return [
    ...notices,
    {
      title: ended ? 'Why it ended' : 'Why it is being given back',
      status: ended && bad ? 'danger' : 'info',
      texts: [message],
      cause: wait ? undefined : cause,
    },
  ];
}
