import {
  BackstageCredentials,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  BasicPermission,
  PermissionCriteria,
  PolicyDecision,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  ConditionTransformer,
  createConditionAuthorizer,
  createConditionTransformer,
} from '@backstage/plugin-permission-node';
import {
  vmRequestCreatePermission,
  vmRequestDecidePermission,
  vmRequestGateUsePermission,
  vmRequestPeerTestPermission,
  vmRequestReadPermission,
  vmRequestStepPermission,
  vmRequestUpdatePermission,
} from '@backlot/plugin-vm-requests-common';
import {
  VmRequestFilter,
  vmRequestPermissionResourceRef,
  VmRequestResource,
  vmRequestRules,
} from '@backlot/plugin-vm-requests-node';
import { RequestStore } from '../database/RequestStore';

/** A permission on one request. */
export type RequestPermission = ResourcePermission<'vm-request'>;

type DecisionCheck = (
  decision: PolicyDecision,
  resource: VmRequestResource | undefined,
) => boolean;

/** Asks the permission policy who may see and do what. */
export class RequestAccess {
  readonly #permissions: PermissionsService;
  readonly #transform: ConditionTransformer<VmRequestFilter>;
  readonly #applies: DecisionCheck;

  /** Registers permissions and rules. */
  static create(options: {
    permissions: PermissionsService;
    permissionsRegistry: PermissionsRegistryService;
    store: Pick<RequestStore, 'getMany'>;
  }): RequestAccess {
    const { permissions, permissionsRegistry, store } = options;
    permissionsRegistry.addPermissions([
      vmRequestCreatePermission,
      vmRequestStepPermission,
      vmRequestGateUsePermission,
      vmRequestPeerTestPermission,
    ]);
    permissionsRegistry.addResourceType({
      resourceRef: vmRequestPermissionResourceRef,
      permissions: [
        vmRequestReadPermission,
        vmRequestDecidePermission,
        vmRequestUpdatePermission,
      ],
      rules: Object.values(vmRequestRules),
      getResources: ids => store.getMany(ids),
    });
    const ruleset = permissionsRegistry.getPermissionRuleset(
      vmRequestPermissionResourceRef,
    );
    return new RequestAccess(
      permissions,
      createConditionTransformer(ruleset),
      createConditionAuthorizer(ruleset),
    );
  }

  private constructor(
    permissions: PermissionsService,
    transform: ConditionTransformer<VmRequestFilter>,
    applies: DecisionCheck,
  ) {
    this.#permissions = permissions;
    this.#transform = transform;
    this.#applies = applies;
  }

  /**
   * What somebody may see of a list.
   *
   * @returns nothing when all may be seen
   * @throws NotAllowedError when none may be seen
   */
  async visible(
    credentials: BackstageCredentials,
  ): Promise<PermissionCriteria<VmRequestFilter> | undefined> {
    const [decision] = await this.#permissions.authorizeConditional(
      [{ permission: vmRequestReadPermission }],
      { credentials },
    );
    if (decision.result === AuthorizeResult.DENY) {
      throw new NotAllowedError(
        `You may not see requests: permission '${vmRequestReadPermission.name}' is denied`,
      );
    }
    return decision.result === AuthorizeResult.CONDITIONAL
      ? this.#transform(decision.conditions)
      : undefined;
  }

  /** Which of some permissions somebody has on a request. */
  async allowed(
    credentials: BackstageCredentials,
    request: VmRequestResource,
    permissions: RequestPermission[],
  ): Promise<boolean[]> {
    const decisions = await this.#permissions.authorizeConditional(
      permissions.map(permission => ({ permission })),
      { credentials },
    );
    return decisions.map(decision => this.#applies(decision, request));
  }

  /** @throws NotAllowedError when somebody does not have a permission on a request */
  async requireOn(
    request: VmRequestResource,
    permission: RequestPermission,
    credentials: BackstageCredentials,
  ): Promise<void> {
    const [allowed] = await this.allowed(credentials, request, [permission]);
    if (!allowed) {
      throw new NotAllowedError(
        `You may not do this: permission '${permission.name}' is denied`,
      );
    }
  }

  /**
   * Whether a peer's own words are for somebody. They name hosts and accounts, so they are for those
   * who may test the peers.
   */
  async seesCause(credentials: BackstageCredentials): Promise<boolean> {
    return this.#has(vmRequestPeerTestPermission, credentials);
  }

  async #has(
    permission: BasicPermission,
    credentials: BackstageCredentials,
  ): Promise<boolean> {
    const [{ result }] = await this.#permissions.authorize([{ permission }], {
      credentials,
    });
    return result === AuthorizeResult.ALLOW;
  }

  /** @throws NotAllowedError when somebody does not have a permission */
  async require(
    permission: BasicPermission,
    credentials: BackstageCredentials,
  ): Promise<void> {
    if (!(await this.#has(permission, credentials))) {
      throw new NotAllowedError(
        `You may not do this: permission '${permission.name}' is denied`,
      );
    }
  }
}
