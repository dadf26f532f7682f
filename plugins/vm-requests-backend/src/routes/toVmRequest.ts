import {
  blueprintOf,
  canTransition,
  GiveBackStep,
  RequestAbility,
  requestAbilitySchema,
  signInOf,
  VmRequest,
} from '@backlot/plugin-vm-requests-common';
import { giveBackOrder } from '../database/rows';
import {
  Attempt,
  Effect,
  StoredMachine,
  StoredRequest,
} from '../database/StoredRequest';
import { actorOf, Person } from '../ledger/decide';
import { isBeingChecked, judgeRetry } from '../ledger/judgeRetry';
import { LedgerSettings } from '../ledger/LedgerSettings';
import { MachineHooks } from '../machineHooks/MachineHooks';
import { toHookCalls } from '../machineHooks/toHookCalls';
import { Operations } from '../operations/Operations';
import { waitOf } from './waitOf';

/**
 * What a person may do with a request now.
 *
 * @param permitted - what permissions let, beside the rules of the ledger
 */
export function abilitiesOf(
  request: StoredRequest,
  person: Person | undefined,
  permitted: { decide: boolean; update: boolean },
  operations: Operations,
): RequestAbility[] {
  if (!person) {
    return [];
  }
  const actor = actorOf(request, person);
  const canRollBack = operations.rollBackOf(request) !== 'none';
  return requestAbilitySchema.options.filter(
    ability =>
      (ability === 'approve' || ability === 'reject'
        ? permitted.decide
        : permitted.update) &&
      canTransition(request, ability, actor) &&
      (ability !== 'start' || request.applyWait?.for === 'start') &&
      (ability !== 'roll-back' || canRollBack) &&
      (ability !== 'retry' ||
        judgeRetry(request, canRollBack)?.possible !== false) &&
      (ability !== 'replan' || !isBeingChecked(request)),
  );
}

/**
 * What is given back. What keeps a step from being done is in a peer's own words, and is told in
 * those of the wait to whoever may not see them.
 */
function toGiveBack(
  effects: Effect[],
  why: string | undefined,
  seesCause: boolean,
): GiveBackStep[] | undefined {
  const steps = giveBackOrder.flatMap(what => {
    const effect = effects.find(candidate => candidate.what === what);
    return effect
      ? [
          {
            what,
            done: effect.doneAt !== undefined,
            at: effect.doneAt,
            detail:
              seesCause || effect.doneAt || effect.detail === undefined
                ? effect.detail
                : why,
          },
        ]
      : [];
  });
  return steps.length > 0 ? steps : undefined;
}

/** A request as the API answers it. */
export function toVmRequest(options: {
  request: StoredRequest;
  machine: StoredMachine;
  attempts: Attempt[];
  effects: Effect[];
  can: RequestAbility[];
  operations: Operations;
  settings: Pick<LedgerSettings, 'blueprints' | 'stacks'>;
  machineHooks: MachineHooks;
  /** Whether peers' own words are for whoever asks. */
  seesCause: boolean;
}): VmRequest {
  const { request, machine, attempts, effects, can, settings, seesCause } =
    options;
  const wait = waitOf(request, options.operations.halfAppliedOf(request.kind));
  return {
    id: request.id,
    kind: request.kind,
    operation: options.operations.titleOf(request.kind),
    change: request.terms.change && {
      does: request.terms.change.does,
      interrupts: request.terms.change.interrupts,
    },
    state: request.state,
    endsAs: request.endsAs,
    wait,
    mayExist: request.mayExist,
    needsPlan: request.needsPlan,
    retry: judgeRetry(
      request,
      options.operations.rollBackOf(request) !== 'none',
    ),
    message: request.message,
    cause: seesCause ? request.obstruction?.cause ?? request.cause : undefined,
    name: request.name,
    fqdn: request.fqdn,
    environment: request.environment,
    stack: request.stack,
    stackTitle: Object.hasOwn(settings.stacks, request.stack)
      ? settings.stacks[request.stack].title
      : undefined,
    owner: request.owner,
    requestedBy: request.requestedBy,
    requestedFor: request.requestedFor,
    startAt: request.startAt,
    applyWait: request.applyWait,
    purpose: request.purpose,
    createdAt: request.createdAt,
    updatedAt: request.updatedAt,
    spec: request.spec,
    hardware: request.terms.hardware,
    blueprintTitle: blueprintOf(settings.blueprints, request.spec.blueprint)
      ?.title,
    access: {
      user: request.terms.access.user,
      signIn: signInOf(request.terms.access, {
        fqdn: request.fqdn,
        address: request.address?.address,
      }),
    },
    placement: request.placement,
    address: request.address,
    mounts: request.terms.mounts,
    interfaces: request.interfaces,
    pullRequest: request.pullRequest,
    files: request.files,
    plan: request.plan,
    decision: request.decision,
    replaced: request.replaced && {
      plan: request.replaced.plan,
      decision: request.replaced.decision,
    },
    approvers: request.approvers,
    batch: request.batch,
    machineId: request.machineId,
    lifecycle: machine.lifecycle,
    machine: request.machine,
    guest: request.guest,
    giveBack: toGiveBack(effects, wait?.why, seesCause),
    hooks: toHookCalls(effects, {
      fqdn: request.fqdn,
      machineHooks: options.machineHooks,
      seesCause,
    }),
    tasks: attempts.flatMap(({ task, purpose }) =>
      task ? [{ id: task, purpose }] : [],
    ),
    can,
  };
}
