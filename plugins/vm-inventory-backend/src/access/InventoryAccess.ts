import {
  BackstageCredentials,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  BasicPermission,
  isResourcePermission,
  PermissionCriteria,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  ConditionTransformer,
  createConditionTransformer,
  isAndCriteria,
  isNotCriteria,
  isOrCriteria,
} from '@backstage/plugin-permission-node';
import {
  inventoryKinds,
  InventoryObject,
  vmInventoryMachineOperatePermission,
  vmInventoryObjectReadPermission,
  vmInventoryPermissions,
  vmInventorySourceTestPermission,
} from '@backlot/plugin-vm-inventory-common';
import {
  InventoryObjectFilter,
  inventoryObjectPermissionResourceRef,
  inventoryObjectRules,
  matchesInventoryObjectFilter,
} from '@backlot/plugin-vm-inventory-node';
import { LRUCache } from 'lru-cache';
import { Clock } from '../clock';
import { Predicate } from '../query/filters';
import { InventoryStore } from '../store';
import { RecentDecisions } from './RecentDecisions';

const MOST_REMEMBERED = 1_000;
const DECISION_MS = 5_000;

/**
 * What a caller may see.
 *
 * @internal
 */
export interface Visibility {
  /** Absent when all may be seen. */
  sees?: Predicate;
  /** Differs where the caller may see other objects. */
  digest: string;
  /** Whether the caller may know why a source fails: addresses and accounts are in it. */
  seesCauses: boolean;
}

type VisibleObjects = Omit<Visibility, 'seesCauses'>;

/**
 * Who may see and do what.
 *
 * @internal
 */
export class InventoryAccess {
  readonly #permissions: PermissionsService;
  readonly #transform: ConditionTransformer<InventoryObjectFilter>;
  readonly #decisions: RecentDecisions;
  readonly #sourceDecisions: RecentDecisions;
  /** By digest. */
  readonly #visibilities = new LRUCache<string, VisibleObjects>({
    max: MOST_REMEMBERED,
  });

  /** Registers permissions and rules. */
  static create(options: {
    permissions: PermissionsService;
    permissionsRegistry: PermissionsRegistryService;
    store: InventoryStore;
    clock: Clock;
  }): InventoryAccess {
    const { permissions, permissionsRegistry, store, clock } = options;
    permissionsRegistry.addPermissions(
      vmInventoryPermissions.filter(
        permission => !isResourcePermission(permission),
      ),
    );
    permissionsRegistry.addResourceType({
      resourceRef: inventoryObjectPermissionResourceRef,
      permissions: [
        vmInventoryObjectReadPermission,
        vmInventoryMachineOperatePermission,
      ],
      rules: Object.values(inventoryObjectRules),
      getResources: async refs => refs.map(ref => findByRef(store, ref)),
    });
    return new InventoryAccess(
      permissions,
      createConditionTransformer(
        permissionsRegistry.getPermissionRuleset(
          inventoryObjectPermissionResourceRef,
        ),
      ),
      clock,
    );
  }

  private constructor(
    permissions: PermissionsService,
    transform: ConditionTransformer<InventoryObjectFilter>,
    clock: Clock,
  ) {
    this.#permissions = permissions;
    this.#transform = transform;
    this.#decisions = new RecentDecisions({ clock, forMs: DECISION_MS });
    this.#sourceDecisions = new RecentDecisions({ clock, forMs: DECISION_MS });
  }

  /**
   * What somebody may see, by decisions that are a few seconds old at the most.
   *
   * @throws NotAllowedError when nothing may be seen
   */
  async visibility(credentials: BackstageCredentials): Promise<Visibility> {
    const [objects, seesCauses] = await Promise.all([
      this.#visibleObjects(credentials),
      this.seesCauses(credentials),
    ]);
    return { ...objects, seesCauses };
  }

  async #visibleObjects(
    credentials: BackstageCredentials,
  ): Promise<VisibleObjects> {
    const decision = await this.#decisions.of(credentials, async () => {
      const [answer] = await this.#permissions.authorizeConditional(
        [{ permission: vmInventoryObjectReadPermission }],
        { credentials },
      );
      return answer;
    });
    if (decision.result === AuthorizeResult.CONDITIONAL) {
      return this.#remembered(this.#transform(decision.conditions));
    }
    if (decision.result === AuthorizeResult.DENY) {
      throw new NotAllowedError(
        `You may not see the inventory: permission '${vmInventoryObjectReadPermission.name}' is denied`,
      );
    }
    return { digest: '' };
  }

  /** Whether somebody may know why a source fails; who may test one finds out anyway. */
  async seesCauses(credentials: BackstageCredentials): Promise<boolean> {
    const { result } = await this.#sourceDecisions.of(credentials, async () => {
      const [answer] = await this.#permissions.authorize(
        [{ permission: vmInventorySourceTestPermission }],
        { credentials },
      );
      return answer;
    });
    return result === AuthorizeResult.ALLOW;
  }

  /** The same one for the same criteria, so that what was found for it can be found again. */
  #remembered(
    criteria: PermissionCriteria<InventoryObjectFilter>,
  ): VisibleObjects {
    const digest = JSON.stringify(criteria);
    let visibility = this.#visibilities.get(digest);
    if (!visibility) {
      visibility = { sees: object => meets(object, criteria), digest };
      this.#visibilities.set(digest, visibility);
    }
    return visibility;
  }

  /**
   * The objects on which somebody has a permission now.
   *
   * @returns undefined for all
   * @throws NotAllowedError for none
   */
  async permitted(
    permission: ResourcePermission,
    credentials: BackstageCredentials,
  ): Promise<Predicate | undefined> {
    const [decision] = await this.#permissions.authorizeConditional(
      [{ permission }],
      { credentials },
    );
    if (decision.result === AuthorizeResult.DENY) {
      throw deniedBy(permission);
    }
    return decision.result === AuthorizeResult.CONDITIONAL
      ? this.#remembered(this.#transform(decision.conditions)).sees
      : undefined;
  }

  /** @throws NotAllowedError when it is not allowed */
  async require(
    permission: BasicPermission,
    credentials: BackstageCredentials,
  ): Promise<void> {
    const [{ result }] = await this.#permissions.authorize([{ permission }], {
      credentials,
    });
    if (result !== AuthorizeResult.ALLOW) {
      throw deniedBy(permission);
    }
  }
}

function deniedBy({ name }: { name: string }): NotAllowedError {
  return new NotAllowedError(
    `You may not do this: permission '${name}' is denied`,
  );
}

function meets(
  object: InventoryObject,
  criteria: PermissionCriteria<InventoryObjectFilter>,
): boolean {
  if (isAndCriteria(criteria)) {
    return criteria.allOf.every(each => meets(object, each));
  }
  if (isOrCriteria(criteria)) {
    return criteria.anyOf.some(each => meets(object, each));
  }
  if (isNotCriteria(criteria)) {
    return !meets(object, criteria.not);
  }
  return matchesInventoryObjectFilter(object, criteria);
}

/** `<kind>:<source>/<id>`; a source's name may hold neither of the marks. */
function findByRef(
  store: InventoryStore,
  ref: string,
): InventoryObject | undefined {
  const match = /^([^:]+):([^/]+)\/(.+)$/.exec(ref);
  const kind = inventoryKinds.find(each => each === match?.[1]);
  return match && kind
    ? store.snapshot().get(kind, match[2], match[3])
    : undefined;
}
