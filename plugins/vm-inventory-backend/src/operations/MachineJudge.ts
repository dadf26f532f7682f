import {
  AuthService,
  BackstageCredentials,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, NotImplementedError } from '@backstage/errors';
import {
  Machine,
  MachineOperationsVerdict,
  vmInventoryMachineOperatePermission,
} from '@backlot/plugin-vm-inventory-common';
import {
  InventoryProvider,
  MachineOperations,
} from '@backlot/plugin-vm-inventory-node';
import { InventoryAccess } from '../access';
import { Predicate } from '../query/filters';
import { OperationActor } from './MachineOperator';
import { MachineRulesList } from './MachineRulesList';

const RULES_MS = 10_000;

/**
 * What is done to a running machine, in two parts that rules tell apart.
 *
 * @internal
 */
export type OperationPart = 'power' | 'snapshots';

/**
 * Judges who may do what to a machine: whoever has the permission and is an operator by
 * configuration, or whom the machine's own rules let; and backend plugins in their own name.
 *
 * @internal
 */
export class MachineJudge {
  readonly #access: InventoryAccess;
  readonly #auth: AuthService;
  readonly #userInfo: UserInfoService;
  readonly #rules: MachineRulesList;
  readonly #operators: readonly string[];
  readonly #providers: ReadonlyMap<string, InventoryProvider>;

  constructor(options: {
    access: InventoryAccess;
    auth: AuthService;
    userInfo: UserInfoService;
    rules: MachineRulesList;
    /** Entity refs of those who may do it to all machines. */
    operators: readonly string[];
    providers: readonly InventoryProvider[];
  }) {
    this.#access = options.access;
    this.#auth = options.auth;
    this.#userInfo = options.userInfo;
    this.#rules = options.rules;
    this.#operators = options.operators;
    this.#providers = new Map(
      options.providers.map(provider => [provider.source, provider]),
    );
  }

  /**
   * Which machines the policy lets somebody operate.
   *
   * @returns undefined for all
   * @throws NotAllowedError for none
   */
  async permitted(
    credentials: BackstageCredentials,
  ): Promise<Predicate | undefined> {
    return this.#access.permitted(
      vmInventoryMachineOperatePermission,
      credentials,
    );
  }

  /** @throws NotImplementedError when the source has none, or has no account for it */
  operationsOf(source: string): MachineOperations {
    const operations = this.#providers.get(source)?.operations;
    if (!operations) {
      throw new NotImplementedError(
        `Machines of source '${source}' can neither be powered nor have snapshots: its provider cannot do it.`,
      );
    }
    return operations;
  }

  /** Who it is, for the history. */
  actorOf(credentials: BackstageCredentials): OperationActor {
    if (this.#auth.isPrincipal(credentials, 'user')) {
      const { userEntityRef, actor } = credentials.principal;
      return { by: userEntityRef, via: actor?.subject };
    }
    if (this.#auth.isPrincipal(credentials, 'service')) {
      return { by: credentials.principal.subject };
    }
    throw new NotAllowedError('Sign in to change machines.');
  }

  /** What somebody may do to a machine and, where not, why. */
  async judge(
    machine: Machine,
    credentials: BackstageCredentials,
    permitted: Predicate | undefined,
  ): Promise<Record<OperationPart, MachineOperationsVerdict>> {
    const refusal =
      this.#missing(machine.source) ??
      (permitted && !permitted(machine)
        ? `You may not do this: permission '${vmInventoryMachineOperatePermission.name}' is denied on this machine.`
        : undefined);
    if (refusal) {
      return both({ allowed: false, reason: refusal });
    }
    if (!this.#auth.isPrincipal(credentials, 'user')) {
      return both({ allowed: true });
    }
    const [{ ownershipEntityRefs }, rules] = await Promise.all([
      this.#userInfo.getUserInfo(credentials),
      this.#rules.rulesOf(machine, { signal: AbortSignal.timeout(RULES_MS) }),
    ]);
    if (rules?.refused) {
      return both({ allowed: false, reason: rules.refused });
    }
    const isOneOf = (refs: readonly string[]) =>
      refs.some(ref => ownershipEntityRefs.includes(ref));
    if (isOneOf(this.#operators)) {
      return both({ allowed: true });
    }
    if (!rules || !isOneOf(rules.owners)) {
      return both({ allowed: false, reason: this.#notYours(rules?.owners) });
    }
    const verdict = (part: OperationPart): MachineOperationsVerdict =>
      rules[part]
        ? { allowed: true }
        : { allowed: false, reason: rules.reason ?? this.#notYours([]) };
    return { power: verdict('power'), snapshots: verdict('snapshots') };
  }

  /** What a page may offer somebody: also where the policy lets no machine be operated. */
  async offer(
    machine: Machine,
    credentials: BackstageCredentials,
  ): Promise<Record<OperationPart, MachineOperationsVerdict>> {
    let permitted: Predicate | undefined;
    try {
      permitted = await this.permitted(credentials);
    } catch (error) {
      if (error instanceof NotAllowedError) {
        return both({ allowed: false, reason: error.message });
      }
      throw error;
    }
    return this.judge(machine, credentials, permitted);
  }

  /**
   * @throws NotImplementedError when the source has no account for it
   * @throws NotAllowedError with the reason
   */
  async require(
    part: OperationPart,
    machine: Machine,
    credentials: BackstageCredentials,
    permitted: Predicate | undefined,
  ): Promise<MachineOperations> {
    const operations = this.operationsOf(machine.source);
    const { allowed, reason } = (
      await this.judge(machine, credentials, permitted)
    )[part];
    if (operations.missing) {
      throw new NotImplementedError(operations.missing);
    }
    if (!allowed) {
      throw new NotAllowedError(reason);
    }
    return operations;
  }

  #missing(source: string): string | undefined {
    const operations = this.#providers.get(source)?.operations;
    return operations
      ? operations.missing
      : `The provider of source '${source}' cannot do this.`;
  }

  #notYours(owners: readonly string[] | undefined): string {
    const operators =
      this.#operators.length > 0
        ? this.#operators.join(', ')
        : 'the operators that vmInventory.operations.operators names, which are none';
    return owners && owners.length > 0
      ? `The machine belongs to ${owners.join(
          ', ',
        )}: only its owner and ${operators} may do this.`
      : `Only ${operators} may do this.`;
  }
}

function both(
  verdict: MachineOperationsVerdict,
): Record<OperationPart, MachineOperationsVerdict> {
  return { power: verdict, snapshots: verdict };
}
