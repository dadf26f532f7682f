import { ConflictError, NotFoundError } from '@backstage/errors';
import { namedAddressesOf } from '@backlot/plugin-vm-requests-common';
import { Effect } from '../database/StoredRequest';
import { LedgerContext } from '../ledger/LedgerContext';

/** How long a call for the end looks away when one for the making is not over, in milliseconds. */
const lookAgainMs = 5_000;

/**
 * Calls a machine hook. The one for a machine's end waits until the one for its making is over, which
 * does nothing any more then.
 *
 * @returns what came of it, or when to look again
 */
export async function callHook(
  { store, effects, machineHooks, clock, signal }: LedgerContext,
  { request: id, hookCall }: Effect,
): Promise<Date | string> {
  if (!hookCall) {
    throw new ConflictError(`Request ${id} does not say which hook to call.`);
  }
  const { address, kind, machineId } = await store.get(id);
  const machine = await store.getMachine(machineId);
  if (hookCall.event === 'made' && machine.lifecycle === 'gone') {
    return `${machine.fqdn} is gone.`;
  }
  const calls = await effects.listHookCalls(machineId);
  const isBeingMade = calls.some(
    ({ doneAt, hookCall: other }) =>
      !doneAt && other?.hook === hookCall.hook && other.event === 'made',
  );
  if (hookCall.event === 'ended' && isBeingMade) {
    return new Date(clock.now().getTime() + lookAgainMs);
  }
  const hook = machineHooks.find(hookCall.hook);
  if (!hook) {
    throw new NotFoundError(
      `There is no machine hook '${hookCall.hook}'. Install the module that brings it.`,
    );
  }
  const { name, fqdn, environment, owner } = machine;
  return hook[hookCall.event](
    {
      id: machineId,
      name,
      fqdn,
      environment,
      owner,
      addresses: namedAddressesOf(address),
    },
    { signal, adopted: kind === 'adopt' },
  );
}
