import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  VmRequest,
  vmRequestDecidePermission,
  vmRequestReadPermission,
  vmRequestUpdatePermission,
} from '@backlot/plugin-vm-requests-common';
import { mayDecommission } from '../operations/decommission/openDecommission';
import { personOf } from './personOf';
import { RouterOptions } from './RouterOptions';
import { abilitiesOf, toVmRequest } from './toVmRequest';

/**
 * A request as somebody may see it, with what that person may do now.
 *
 * @throws NotAllowedError when the request may not be seen
 */
export async function answerRequest(
  options: RouterOptions,
  credentials: BackstageCredentials,
  id: string,
): Promise<VmRequest> {
  const { ledger, access, auth } = options;
  const { store, effects } = ledger;
  const {
    request,
    allowed: [decide, update],
  } = await access.findWith(id, vmRequestReadPermission, credentials, [
    vmRequestDecidePermission,
    vmRequestUpdatePermission,
  ]);
  const [person, machine, seesCause, attempts, steps] = await Promise.all([
    auth.isPrincipal(credentials, 'user')
      ? personOf(options, credentials)
      : undefined,
    store.getMachine(request.machineId),
    access.seesCause(credentials),
    store.listAttempts(id),
    effects.list(id),
  ]);
  return toVmRequest({
    request,
    machine,
    attempts,
    effects: steps,
    can: abilitiesOf(request, person, {
      decide,
      update,
      decommission:
        request.kind === 'create' &&
        person !== undefined &&
        mayDecommission(ledger, machine, person.ownership),
    }),
    seesCause,
  });
}
