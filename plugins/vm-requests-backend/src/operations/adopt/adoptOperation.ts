import { ConflictError } from '@backstage/errors';
import {
  OperationRequest,
  PlannedOperation,
} from '@backlot/plugin-vm-requests-node';
import { endAfter } from '../../endDates/days';
import { recordMachine } from '../recordMachine';
import { machineOf, rememberPower, restorePower } from '../standingMachine';
import { importBlock } from './adoptionVariables';
import { checkAdoptionCompletes, checkAdoptions } from './checkAdoptions';
import { takenAddresses } from './takenAddresses';

/** By what Terraform imports the machine of a request. */
function importIdOf({ id, terms }: OperationRequest): string {
  if (terms.importId === undefined) {
    throw new ConflictError(
      `Request ${id} does not say by what Terraform imports its machine.`,
    );
  }
  return terms.importId;
}

/**
 * Gives a machine that nobody requested an owner, an environment, a directory and a state. Whatever
 * becomes of the request, the machine stays: nothing of it is given back but its name and MAC addresses
 * in the ledger.
 */
export const adoptOperation: PlannedOperation = {
  kind: 'adopt',
  words: {
    title: 'Adopt',
    asks: 'asks to adopt a machine that nobody requested',
    asksInGit: 'asks to adopt this virtual machine for',
    done: 'is adopted',
    halfApplied:
      "The machine may be in Terraform's state already, and is as it was",
  },
  giveBack: ['pull-request'],
  // There is nothing to go back to: the machine was there before.
  rollBack: () => 'none',
  lifecycle: { meanwhile: 'building', done: 'active', otherwise: 'gone' },

  addFiles: request => [
    {
      path: `${request.directory}/import.tf`,
      content: importBlock(importIdOf(request)),
    },
  ],

  checkPlan: (plan, request) =>
    checkAdoptions(plan, request.directory, { id: importIdOf(request) }),

  checkNewPlan: (plan, request) =>
    checkAdoptionCompletes(plan, request.directory, {
      id: importIdOf(request),
    }),

  async hindrance({ inventory }, request) {
    const known = machineOf(request);
    const { machine, live } = await inventory.look({
      ...known,
      name: request.name,
    });
    if (!machine) {
      return live
        ? `${known.source} no longer shows ${request.fqdn} (${known.id}): somebody deleted it, or took it away. There is nothing to adopt.`
        : undefined;
    }
    return machine.name === request.name
      ? undefined
      : `Somebody has renamed the machine to ${machine.name}, and Terraform would name it ${request.name} again. Give it its name back, or cancel the request and ask anew.`;
  },

  remember: rememberPower,

  /** The parts need nothing of each other: when one fails, the others are done all the same. */
  async settle(context, request) {
    const { id, name, spec, address } = request;
    const known = machineOf(request);
    const seen = context.lookUntil(
      async () => (await context.inventory.look({ ...known, name })).machine,
      `The inventory of ${spec.source} does not show machine ${known.id}, which Terraform has imported.`,
    );
    const parts = [
      seen.then(async ({ id: providerId }) => {
        const machine = { ...known, id: providerId };
        return { machine, news: await restorePower(context, request, machine) };
      }),
      (async () => {
        if (address) {
          for (const taken of takenAddresses(request, address)) {
            await context.addresses.take(taken);
          }
        }
        await recordMachine(context, request, id);
      })(),
    ] as const;
    await Promise.allSettled(parts);
    const [settled] = await Promise.all(parts);
    return settled;
  },

  outcome: ({ terms: { change, lease } }, at) => ({
    news: change?.does.join(' '),
    callsHooks: 'made',
    machine: lease && { endsAt: endAfter(at, lease) },
  }),
};
