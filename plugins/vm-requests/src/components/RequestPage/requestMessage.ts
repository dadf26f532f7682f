import { endStates, VmRequest } from '@backlot/plugin-vm-requests-common';

/** What a request's message is about. */
export interface MessageTitle {
  title: string;
  status: 'info' | 'warning' | 'danger';
}

/** What to write above the message of a request, by where the request stands. */
export function titleOfMessage(
  request: Pick<VmRequest, 'state' | 'waitsForPerson'>,
): MessageTitle {
  const { state, waitsForPerson } = request;
  if (state === 'failed' || state === 'rejected') {
    return { title: 'Why it ended', status: 'danger' };
  }
  if (endStates.includes(state)) {
    return { title: 'Why it ended', status: 'info' };
  }
  if (state === 'undoing' || state === 'rolling-back') {
    return { title: 'Why it is given back', status: 'warning' };
  }
  return waitsForPerson
    ? { title: 'It waits for a person', status: 'danger' }
    : { title: 'What it waits for', status: 'info' };
}
