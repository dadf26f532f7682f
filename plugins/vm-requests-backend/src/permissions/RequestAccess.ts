import {
  BackstageCredentials,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
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
  vmRequestPolicyReadPermission,
  vmRequestReadPermission,
  vmRequestStepPermission,
  vmRequestTaskSteerPermission,
  vmRequestUpdatePermission,
} from '@backlot/plugin-vm-requests-common';
import {
  VmRequestFilter,
  vmRequestPermissionResourceRef,
  VmRequestResource,
  vmRequestRules,
} from '@backlot/plugin-vm-requests-node';
import { BatchStore } from '../database/BatchStore';
import { RequestStore } from '../database/RequestStore';
import { StoredBatch, StoredBatchItem } from '../database/StoredBatch';
import { StoredMachine, StoredRequest } from '../database/StoredRequest';
import { appliesToBatch } from './appliesToBatch';

/** A permission on one request. */
export type RequestPermission = ResourcePermission<'vm-request'>;

type ReadStore = Pick<RequestStore, 'get' | 'getMany' | 'findMachine'>;

type DecisionCheck = (
  decision: PolicyDecision,
  resource: VmRequestResource | undefined,
) => boolean;

function deniedBy({ name }: { name: string }): NotAllowedError {
  return new NotAllowedError(
    `You may not do this: permission '${name}' is denied`,
  );
}

/**
 * Asks the permission policy who may see and do what. What the question is about is read meanwhile;
 * whether it is there is told only to whoever may know.
 */
export class RequestAccess {
  readonly #permissions: PermissionsService;
  readonly #store: ReadStore;
  readonly #transform: ConditionTransformer<VmRequestFilter>;
  readonly #applies: DecisionCheck;

  /** Registers permissions and rules. */
  static create(options: {
    permissions: PermissionsService;
    permissionsRegistry: PermissionsRegistryService;
    store: ReadStore;
  }): RequestAccess {
    const { permissions, permissionsRegistry, store } = options;
    permissionsRegistry.addPermissions([
      vmRequestCreatePermission,
      vmRequestStepPermission,
      vmRequestGateUsePermission,
      vmRequestPeerTestPermission,
      vmRequestPolicyReadPermission,
      vmRequestTaskSteerPermission,
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
      store,
      createConditionTransformer(ruleset),
      createConditionAuthorizer(ruleset),
    );
  }

  private constructor(
    permissions: PermissionsService,
    store: ReadStore,
    transform: ConditionTransformer<VmRequestFilter>,
    applies: DecisionCheck,
  ) {
    this.#permissions = permissions;
    this.#store = store;
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

  /**
   * A request on which somebody has a permission. Who has it on none is not told which there are.
   *
   * @throws NotAllowedError when it is denied; NotFoundError when there is no such request
   */
  async find(
    id: string,
    permission: RequestPermission,
    credentials: BackstageCredentials,
  ): Promise<StoredRequest> {
    const { request } = await this.findWith(id, permission, credentials, []);
    return request;
  }

  /**
   * Like {@link RequestAccess.find}, and which of some other permissions somebody has on the request,
   * by one question to the policy.
   */
  async findWith(
    id: string,
    permission: RequestPermission,
    credentials: BackstageCredentials,
    others: RequestPermission[],
  ): Promise<{ request: StoredRequest; allowed: boolean[] }> {
    const [[decision, ...further], [request]] = await Promise.all([
      this.#permissions.authorizeConditional(
        [permission, ...others].map(each => ({ permission: each })),
        { credentials },
      ),
      this.#store.getMany([id]),
    ]);
    if (decision.result === AuthorizeResult.DENY) {
      throw deniedBy(permission);
    }
    if (!request) {
      throw new NotFoundError(`There is no request ${id}.`);
    }
    if (!this.#applies(decision, request)) {
      throw deniedBy(permission);
    }
    return {
      request,
      allowed: further.map(each => this.#applies(each, request)),
    };
  }

  /**
   * Judges a permission on each of several requests, by one question to the policy.
   *
   * @returns what throws where it is denied on one, or there is no such request
   * @throws NotAllowedError when it is denied on all
   */
  async judge(
    ids: string[],
    permission: RequestPermission,
    credentials: BackstageCredentials,
  ): Promise<(id: string) => void> {
    const [[decision], requests] = await Promise.all([
      this.#permissions.authorizeConditional([{ permission }], { credentials }),
      this.#store.getMany(ids),
    ]);
    if (decision.result === AuthorizeResult.DENY) {
      throw deniedBy(permission);
    }
    const known = new Map(
      requests.flatMap(request => (request ? [[request.id, request]] : [])),
    );
    return id => {
      const request = known.get(id);
      if (!request) {
        throw new NotFoundError(`There is no request ${id}.`);
      }
      if (!this.#applies(decision, request)) {
        throw deniedBy(permission);
      }
    };
  }

  /**
   * A batch on which somebody has a permission, and all that it is of. Who may see one of its requests
   * may see it; whatever else takes the permission on each of them.
   *
   * @param others - permissions that `may` answers for
   * @throws NotAllowedError when it is denied; NotFoundError when there is no such batch
   */
  async findBatch(
    batches: Pick<BatchStore, 'find' | 'listItems'>,
    id: string,
    permission: RequestPermission,
    credentials: BackstageCredentials,
    others: RequestPermission[] = [],
  ): Promise<{
    batch: StoredBatch;
    items: StoredBatchItem[];
    may: (
      permission: RequestPermission,
      of: Partial<VmRequestResource>,
    ) => boolean;
    /** Whether the permission to update holds for the batch, where it is among the others. */
    maySteer: boolean;
  }> {
    const [[decision, ...further], batch, items] = await Promise.all([
      this.#permissions.authorizeConditional(
        [permission, ...others].map(each => ({ permission: each })),
        { credentials },
      ),
      batches.find(id),
      batches.listItems(id),
    ]);
    if (decision.result === AuthorizeResult.DENY) {
      throw deniedBy(permission);
    }
    if (!batch) {
      throw new NotFoundError(`There is no batch ${id}.`);
    }
    const applies = (
      by: PolicyDecision,
      { requestedBy = '', owner = '', environment = '' },
    ) => this.#applies(by, { requestedBy, owner, environment });
    const requests = items.flatMap(({ request }) => request ?? []);
    const holds = (asked: RequestPermission, by: PolicyDecision) =>
      appliesToBatch(batch, requests, {
        sees: asked.name === vmRequestReadPermission.name,
        applies: each => applies(by, each),
      });
    if (!holds(permission, decision)) {
      throw deniedBy(permission);
    }
    return {
      batch,
      items,
      may: (asked, of) => {
        const index = others.findIndex(({ name }) => name === asked.name);
        return index >= 0 && applies(further[index], of);
      },
      maySteer: others.some(
        (asked, index) =>
          asked.name === vmRequestUpdatePermission.name &&
          holds(asked, further[index]),
      ),
    };
  }

  /**
   * A machine, for whom somebody has a permission on the request that made it, had its owner of today
   * asked for it.
   *
   * @param find - how it is read
   * @throws NotAllowedError when it is denied; NotFoundError when there is no such machine
   */
  async findMachine(
    id: string,
    permission: RequestPermission,
    credentials: BackstageCredentials,
  ): Promise<StoredMachine>;
  async findMachine<Machine extends StoredMachine>(
    id: string,
    permission: RequestPermission,
    credentials: BackstageCredentials,
    find: (id: string) => Promise<Machine | undefined>,
  ): Promise<Machine>;
  async findMachine(
    id: string,
    permission: RequestPermission,
    credentials: BackstageCredentials,
    find = (machine: string) => this.#store.findMachine(machine),
  ): Promise<StoredMachine> {
    const [[decision], machine] = await Promise.all([
      this.#permissions.authorizeConditional([{ permission }], { credentials }),
      find(id),
    ]);
    if (decision.result === AuthorizeResult.DENY) {
      throw deniedBy(permission);
    }
    if (!machine) {
      throw new NotFoundError(`The ledger has no machine ${id}.`);
    }
    if (decision.result === AuthorizeResult.CONDITIONAL) {
      const { requestedBy, owner, environment } = machine;
      if (!this.#applies(decision, { requestedBy, owner, environment })) {
        throw deniedBy(permission);
      }
    }
    return machine;
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
      throw deniedBy(permission);
    }
  }
}
