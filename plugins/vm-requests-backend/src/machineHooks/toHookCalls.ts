import { MachineHookCall } from '@backlot/plugin-vm-requests-common';
import { Effect } from '../database/StoredRequest';
import { MachineHooks } from './MachineHooks';

/** How calls of machine hooks are told; undefined where there is none. */
export function toHookCalls(
  effects: readonly Effect[],
  options: {
    fqdn: string;
    machineHooks: MachineHooks;
    /** Whether peers' own words are for whoever asks. */
    seesCause: boolean;
  },
): MachineHookCall[] | undefined {
  const { fqdn, machineHooks, seesCause } = options;
  const calls = effects.flatMap(({ hookCall, ...effect }) => {
    if (!hookCall) {
      return [];
    }
    const { tries, detail, doneAt, nextAt } = effect;
    const hook = machineHooks.find(hookCall.hook);
    const done = doneAt !== undefined;
    const pending = hook?.pending[hookCall.event] ?? 'waits for its hook';
    return [
      {
        ...hookCall,
        title: hook?.title ?? hookCall.hook,
        done,
        message: done && detail !== undefined ? detail : `${fqdn} ${pending}.`,
        cause: !done && seesCause ? detail : undefined,
        tries,
        at: doneAt ?? nextAt,
      },
    ];
  });
  return calls.length > 0 ? calls : undefined;
}
