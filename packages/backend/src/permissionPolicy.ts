import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  PolicyDecision,
  isPermission,
} from '@backstage/plugin-permission-common';
import {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import {
  vmRequestPeerTestPermission,
  vmRequestUpdatePermission,
} from '@backlot/plugin-vm-requests-common';
import {
  createVmRequestConditionalDecision,
  vmRequestConditions,
} from '@backlot/plugin-vm-requests-node';
import {
  vmInventorySourceRefreshPermission,
  vmInventorySourceTestPermission,
} from '@backlot/plugin-vm-inventory-common';

const PLATFORM_TEAM = 'group:default/platform-team';

/**
 * An example policy: everybody sees and requests, requester and owner look after a request, the
 * platform team after all of them and the sources. Who may decide about a request is the ledger's own
 * rule besides.
 */
class ExamplePolicy implements PermissionPolicy {
  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    const isPlatformTeam =
      user?.info.ownershipEntityRefs.includes(PLATFORM_TEAM) ?? false;
    if (
      isPermission(permission, vmInventorySourceRefreshPermission) ||
      isPermission(permission, vmInventorySourceTestPermission) ||
      isPermission(permission, vmRequestPeerTestPermission)
    ) {
      return {
        result: isPlatformTeam ? AuthorizeResult.ALLOW : AuthorizeResult.DENY,
      };
    }
    if (
      isPermission(permission, vmRequestUpdatePermission) &&
      user &&
      !isPlatformTeam
    ) {
      return createVmRequestConditionalDecision(permission, {
        anyOf: [
          vmRequestConditions.isRequester({ users: [user.info.userEntityRef] }),
          vmRequestConditions.isOwner({
            owners: user.info.ownershipEntityRefs,
          }),
        ],
      });
    }
    return { result: AuthorizeResult.ALLOW };
  }
}

export default createBackendModule({
  pluginId: 'permission',
  moduleId: 'example-policy',
  register(reg) {
    reg.registerInit({
      deps: { policy: policyExtensionPoint },
      async init({ policy }) {
        policy.setPolicy(new ExamplePolicy());
      },
    });
  },
});
