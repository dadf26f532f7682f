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

/**
 * Like {@link requireRequester}; undefined where no user started the task. The ledger starts tasks of
 * its own, and knows them: for what is of a batch, and for machines whose time is over.
 */
export async function findRequester(
  ctx: Parameters<typeof requireRequester>[0],
  permissions: PermissionsService,
): Promise<string | undefined> {
  return ctx.user?.ref ? requireRequester(ctx, permissions) : undefined;
}
