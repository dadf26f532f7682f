import { RequestMachine } from '@backlot/plugin-vm-requests-common';
import { SeenMachine } from '@backlot/plugin-vm-requests-node';

/** Whether the inventory sees the machine that a request means: by its id, or what it keeps when moved. */
export function isSameMachine(
  seen: SeenMachine,
  { id, instanceUuid }: Pick<RequestMachine, 'id' | 'instanceUuid'>,
): boolean {
  return (
    seen.id === id ||
    (instanceUuid !== undefined &&
      seen.instanceUuid?.toLowerCase() === instanceUuid.toLowerCase())
  );
}
