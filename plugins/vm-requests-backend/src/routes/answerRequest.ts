import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  VmRequest,
  vmRequestDecidePermission,
  vmRequestReadPermission,
  vmRequestUpdatePermission,
} from '@backlot/plugin-vm-requests-common';
import { PageOptions } from './RouterOptions';
import { abilitiesOf, toVmRequest } from './toVmRequest';

/**
 * A request as somebody may see it, with what that person may do now. All of it is
 * looked up at once.
 *
 * @throws NotAllowedError when the request may not be seen; NotFoundError when there is none
 */
export async function answerRequest(
  options: PageOptions,
  credentials: BackstageCredentials,
  id: string,
): Promise<VmRequest> {
  const { ledger, access, auth, viewers } = options;
  const { store, effects } = ledger;
  const finding = access.findWith(id, vmRequestReadPermission, credentials, [
    vmRequestDecidePermission,
    vmRequestUpdatePermission,
  ]);
  const looking = Promise.all([
    auth.isPrincipal(credentials, 'user') ? viewers.of(credentials) : undefined,
    store.findMachineOf(id),
    access.seesCause(credentials),
    store.listAttempts(id),
    effects.list(id),
  ]);
  // Whoever may not see it is told so, whatever else fails.
  await Promise.allSettled([finding, looking]);
  const {
    request,
    allowed: [decide, update],
  } = await finding;
  const [person, machine, seesCause, attempts, steps] = await looking;
  if (!machine) {
    throw new NotFoundError(`Request ${id} has no machine.`);
  }
  return toVmRequest({
    request,
    machine,
    attempts,
    effects: steps,
    can: abilitiesOf(request, person, { decide, update }, ledger.operations),
    operations: ledger.operations,
    settings: ledger.settings,
    machineHooks: ledger.machineHooks,
    seesCause,
  });
}
