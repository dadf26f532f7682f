import {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { InputError, NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { vmRequestCreatePermission } from '@backlot/plugin-vm-requests-common';

/**
 * The signed-in user that started a task, who has to be one that may open requests.
 *
 * @throws InputError when no user started it
 * @throws NotAllowedError when the user may not
 */
export async function requireRequester(
  ctx: {
    user?: { ref?: string };
    getInitiatorCredentials(): Promise<BackstageCredentials>;
  },
  permissions: PermissionsService,
): Promise<string> {
  const requester = ctx.user?.ref;
  if (!requester) {
    throw new InputError(
      'Only a signed-in user can open a request; no user started this task.',
    );
  }
  const [{ result }] = await permissions.authorize(
    [{ permission: vmRequestCreatePermission }],
    { credentials: await ctx.getInitiatorCredentials() },
  );
  if (result !== AuthorizeResult.ALLOW) {
    throw new NotAllowedError(
      `${requester} may not open requests: permission '${vmRequestCreatePermission.name}' is denied`,
    );
  }
  return requester;
}
