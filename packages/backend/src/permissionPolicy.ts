import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  Permission,
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
  createScaffolderTaskConditionalDecision,
  scaffolderTaskConditions,
} from '@backstage/plugin-scaffolder-backend/alpha';
import {
  taskCancelPermission,
  taskReadPermission,
} from '@backstage/plugin-scaffolder-common/alpha';
import {
  vmRequestPeerTestPermission,
  vmRequestTaskSteerPermission,
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

/** What only the platform team may do. */
const ofPlatformTeam: Permission[] = [
  vmInventorySourceRefreshPermission,
  vmInventorySourceTestPermission,
  vmRequestPeerTestPermission,
  vmRequestTaskSteerPermission,
];

/**
 * An example policy: everybody sees and makes requests, requester and owner look after a request, the
 * platform team after all of them and the sources. A scaffolder task holds all that was typed into its
 * form, so people see only their own. Who may decide about a request is the ledger's own rule besides.
 */
export class ExamplePolicy implements PermissionPolicy {
  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    const { userEntityRef, ownershipEntityRefs = [] } = user?.info ?? {};
    if (ownershipEntityRefs.includes(PLATFORM_TEAM)) {
      return { result: AuthorizeResult.ALLOW };
    }
    if (ofPlatformTeam.some(each => isPermission(permission, each))) {
      return { result: AuthorizeResult.DENY };
    }
    const users = userEntityRef ? [userEntityRef] : [];
    if (isPermission(permission, vmRequestUpdatePermission)) {
      return createVmRequestConditionalDecision(permission, {
        anyOf: [
          vmRequestConditions.isRequester({ users }),
          vmRequestConditions.isOwner({ owners: ownershipEntityRefs }),
        ],
      });
    }
    if (
      isPermission(permission, taskReadPermission) ||
      isPermission(permission, taskCancelPermission)
    ) {
      return createScaffolderTaskConditionalDecision(
        permission,
        scaffolderTaskConditions.isTaskOwner({ createdBy: users }),
      );
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
