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
  const request = await access.find(id, vmRequestReadPermission, credentials);
  const [decide, update] = await access.allowed(credentials, request, [
    vmRequestDecidePermission,
    vmRequestUpdatePermission,
  ]);
  const person = auth.isPrincipal(credentials, 'user')
    ? await personOf(options, credentials)
    : undefined;
  const machine = await store.getMachine(request.machineId);
  const can = abilitiesOf(request, person, {
    decide,
    update,
    decommission:
      request.kind === 'create' &&
      person !== undefined &&
      mayDecommission(ledger, machine, person.ownership),
  });
  return toVmRequest({
    request,
    machine,
    attempts: await store.listAttempts(id),
    effects: await effects.list(id),
    can,
    seesCause: await access.seesCause(credentials),
  });
}
