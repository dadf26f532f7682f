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
  vmInventoryObjectReadPermission,
  vmInventoryPermissions,
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
  /** Differs where the caller may see something else. */
  digest: string;
}

/**
 * Who may see and do what.
 *
 * @internal
 */
export class InventoryAccess {
  readonly #permissions: PermissionsService;
  readonly #transform: ConditionTransformer<InventoryObjectFilter>;
  readonly #decisions: RecentDecisions;
  /** By digest. */
  readonly #visibilities = new LRUCache<string, Visibility>({
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
        permission => permission !== vmInventoryObjectReadPermission,
      ),
    );
    permissionsRegistry.addResourceType({
      resourceRef: inventoryObjectPermissionResourceRef,
      permissions: [vmInventoryObjectReadPermission],
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
      new RecentDecisions({ clock, forMs: DECISION_MS }),
    );
  }

  private constructor(
    permissions: PermissionsService,
    transform: ConditionTransformer<InventoryObjectFilter>,
    decisions: RecentDecisions,
  ) {
    this.#permissions = permissions;
    this.#transform = transform;
    this.#decisions = decisions;
  }

  /**
   * What somebody may see, by a decision that is a few seconds old at the most.
   *
   * @throws NotAllowedError when nothing may be seen
   */
  async visibility(credentials: BackstageCredentials): Promise<Visibility> {
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

  /** The same one for the same criteria, so that what was found for it can be found again. */
  #remembered(criteria: PermissionCriteria<InventoryObjectFilter>): Visibility {
    const digest = JSON.stringify(criteria);
    let visibility = this.#visibilities.get(digest);
    if (!visibility) {
      visibility = { sees: object => meets(object, criteria), digest };
      this.#visibilities.set(digest, visibility);
    }
    return visibility;
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
      throw new NotAllowedError(
        `You may not do this: permission '${permission.name}' is denied`,
      );
    }
  }
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
