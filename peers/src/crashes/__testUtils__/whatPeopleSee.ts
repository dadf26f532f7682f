import { endStates, VmRequest } from '@backlot/plugin-vm-requests-common';

/** Whether a request has ended. */
export function hasEnded({ state }: VmRequest): boolean {
  return endStates.includes(state);
}

/** Whether nothing more happens to a request by itself. */
export function isAtRest(request: VmRequest): boolean {
  return hasEnded(request) || request.wait?.for === 'person';
}

const choices = ['retry', 'roll-back', 'replan'] as const;

/** What somebody chooses where an apply has failed; undefined where nothing is to be chosen yet. */
export function choiceOf({
  can,
  wait,
  retry,
}: VmRequest): (typeof choices)[number] | undefined {
  const isBeingChecked = retry?.why?.includes('is planning') ?? false;
  return wait?.for === 'person' && !isBeingChecked
    ? choices.find(choice => can.includes(choice))
    : undefined;
}
