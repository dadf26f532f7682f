import {
  canTransition,
  GiveBackStep,
  RequestAbility,
  requestAbilitySchema,
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
import { judgeRetry } from '../ledger/judgeRetry';
import { operationTraits } from '../operations/traits';
import { waitOf } from './waitOf';

/**
 * What a person may do with a request now.
 *
 * @param permitted - what permissions let, beside the rules of the ledger
 */
export function abilitiesOf(
  request: StoredRequest,
  person: Person | undefined,
  permitted: { decide: boolean; update: boolean; decommission: boolean },
): RequestAbility[] {
  if (!person) {
    return [];
  }
  const actor = actorOf(request, person);
  return requestAbilitySchema.options.filter(ability =>
    ability === 'decommission'
      ? permitted.decommission
      : (ability === 'approve' || ability === 'reject'
          ? permitted.decide
          : permitted.update) &&
        canTransition(request, ability, actor) &&
        (ability !== 'roll-back' ||
          operationTraits[request.kind].rollBack !== 'none') &&
        (ability !== 'retry' || judgeRetry(request)?.possible !== false),
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
  /** Whether peers' own words are for whoever asks. */
  seesCause: boolean;
}): VmRequest {
  const { request, machine, attempts, effects, can, seesCause } = options;
  const wait = waitOf(request);
  return {
    id: request.id,
    kind: request.kind,
    state: request.state,
    endsAs: request.endsAs,
    wait,
    retry: judgeRetry(request),
    message: request.message,
    cause: seesCause ? request.obstruction?.cause ?? request.cause : undefined,
    name: request.name,
    fqdn: request.fqdn,
    environment: request.environment,
    owner: request.owner,
    requestedBy: request.requestedBy,
    purpose: request.purpose,
    createdAt: request.createdAt,
    updatedAt: request.updatedAt,
    spec: request.spec,
    hardware: request.terms.hardware,
    access: { user: request.terms.access.user },
    placement: request.placement,
    address: request.address,
    interfaces: request.interfaces,
    pullRequest: request.pullRequest,
    files: request.files,
    plan: request.plan,
    decision: request.decision,
    approvers: request.approvers,
    machineId: request.machineId,
    lifecycle: machine.lifecycle,
    machine: request.machine,
    guest: request.guest,
    giveBack: toGiveBack(effects, wait?.why, seesCause),
    tasks: attempts.flatMap(({ task, purpose }) =>
      task ? [{ id: task, purpose }] : [],
    ),
    can,
  };
}
