import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import {
  adoptTemplateOf,
  findBlueprint,
} from '@backlot/plugin-vm-requests-common';
import { SeenMachine } from '@backlot/plugin-vm-requests-node';
import { Idempotency, StoredBatch } from '../database/StoredBatch';
import { LedgerContext } from '../ledger/LedgerContext';
import { ownerRefOf } from '../ledger/ownerRefOf';
import { quotaCheck } from '../ledger/quotaCheck';
import { stackForNew } from '../ledger/stackOf';
import { checkOwner } from '../operations/adopt/openAdoption';

/** Which machines are adopted, for whom, and why. */
export interface AskedAdoptions {
  blueprint: string;
  environment: string;
  /** Name of the stack that they are to live in; absent: the environment's first. */
  stack?: string;
  owner: string;
  reason: string;
  machines: {
    source: string;
    /** Id within the source. */
    machine: string;
    /** IPv4 address of its first network card, where its guest reports none. */
    address?: string;
  }[];
}

/** What the inventory has of several machines, in their order. */
async function see(
  { peers }: Pick<LedgerContext, 'peers'>,
  machines: AskedAdoptions['machines'],
): Promise<SeenMachine[]> {
  const found = new Map<string, SeenMachine>();
  for (const source of new Set(machines.map(each => each.source))) {
    const ids = machines.flatMap(each =>
      each.source === source ? [each.machine] : [],
    );
    for (const machine of await peers.inventory.lookAtAll({ source, ids })) {
      found.set(`${source}/${machine.id}`, machine);
    }
  }
  return machines.map(({ source, machine: id }) => {
    const machine = found.get(`${source}/${id}`);
    if (!machine) {
      throw new NotFoundError(`${source} shows no machine ${id}.`);
    }
    return machine;
  });
}

/**
 * Asks for the adoption of each of several machines, side by side. What policy or a machine has against
 * it is found by the request of each.
 *
 * @throws ConflictError when the ledger has some already, or is about to
 * @throws InputError when policy has no such environment or blueprint, the environment does not allow the
 *   stack, or a machine is named twice
 * @throws NotAllowedError when the owner is another's, or its quota does not allow as many
 * @throws NotFoundError when there is no such machine
 */
export async function openAdoptions(
  context: LedgerContext,
  asked: AskedAdoptions,
  requestedBy: string,
  idempotency?: Idempotency,
): Promise<StoredBatch> {
  const { batches, store, peers, settings } = context;
  const { blueprint, environment, stack, reason, machines } = asked;
  const owner = ownerRefOf(asked.owner);
  const found = findBlueprint(settings.policy, settings.blueprints, asked);
  if ('problem' in found) {
    throw new InputError(found.problem);
  }
  const template = adoptTemplateOf(blueprint, found.blueprint);
  if (template === undefined) {
    throw new InputError(
      `Configuration names no template by which machines of ${found.blueprint.title} are adopted: set vmRequests.blueprints.${blueprint}.adoptTemplate.`,
    );
  }
  stackForNew(settings, found.environment, stack);
  const keys = machines.map(({ source, machine }) => `${source}/${machine}`);
  if (new Set(keys).size < keys.length) {
    throw new InputError('A machine is named twice.');
  }
  const ownership = await peers.people.ownershipOf(requestedBy);
  checkOwner(context, { environment, owner }, found, ownership);
  const seen = await see(context, machines);
  const held = await store.listHeld(seen);
  if (held.size > 0) {
    throw new ConflictError(
      `There are requests on these already: ${[...held]
        .map(({ name }) => name)
        .join(', ')}.`,
    );
  }
  const batch = await batches.open(
    {
      id: context.newId(),
      kind: 'adopt',
      template,
      requestedBy,
      owner,
      environment,
      purpose: reason,
      inTurn: false,
      idempotency,
      items: machines.map(({ source, machine, address }, index) => ({
        name: seen[index].name,
        values: {
          source,
          machine,
          environment,
          owner,
          reason,
          ...(stack !== undefined && { stack }),
          ...(address !== undefined && { address }),
        },
      })),
    },
    { check: quotaCheck(found.environment, owner, machines.length) },
  );
  context.changed(batch.id);
  return batch;
}
