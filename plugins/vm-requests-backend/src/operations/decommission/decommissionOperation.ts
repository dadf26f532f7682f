import {
  RequestAddress,
  RequestMachine,
} from '@backlot/plugin-vm-requests-common';
import {
  PlannedOperation,
  OperationContext,
  OperationRequest,
} from '@backlot/plugin-vm-requests-node';
import { z } from 'zod';
import { checkDecommissions } from '../../ledger/allowedPlan';
import { addressesInWords, deprecateAddresses } from '../machineAddresses';
import { machineOf } from '../standingMachine';
import { checkTypedName, typedName } from '../typedName';
import { absentVariables } from '../variables';

/** Whether a machine is no more, as far as its source says now. */
async function isGone(
  { inventory }: OperationContext,
  { name }: OperationRequest,
  machine: RequestMachine,
): Promise<boolean> {
  const { machine: standing, live } = await inventory.look({
    ...machine,
    name,
  });
  return live && !standing;
}

function outOfUse(address: RequestAddress): string {
  const { words, are } = addressesInWords(address);
  return `Its ${words} ${are} kept out of use for a while`;
}

const memorySchema = z.object({
  /** Whether the machine was gone when it was asked for. */
  gone: z.boolean().optional(),
});

/** Ends a machine: Terraform destroys it, and what it had goes back. */
export const decommissionOperation: PlannedOperation = {
  kind: 'decommission',
  words: {
    title: 'Decommission',
    asks: 'asks to decommission the machine',
    asksInGit: 'asks to decommission this virtual machine of',
    done: 'is decommissioned',
    halfApplied: 'The machine may be gone',
  },
  giveBack: ['pull-request'],
  rollBack: () => 'none',
  lifecycle: { meanwhile: 'retiring', done: 'gone', otherwise: 'active' },

  change: {
    description:
      'Ends the machine and gives back its name and address. Its disks are destroyed.',
    template: 'template:default/vm-decommission',
    input: typedName,

    refusal: ({ fqdn, isProtected }) =>
      isProtected
        ? `${fqdn} is protected from being decommissioned. Take the protection away first.`
        : undefined,

    async resolve(context, given, machine, shaping) {
      checkTypedName(given, machine, 'that it shall end');
      const gone =
        shaping.machine !== undefined &&
        (await isGone(context, shaping, shaping.machine));
      return {
        does: [
          gone
            ? 'The machine is gone already, so Terraform has nothing to destroy.'
            : 'Terraform destroys the machine and all of its disks.',
          ...(shaping.address
            ? [
                `${outOfUse(shaping.address)}, then ${
                  addressesInWords(shaping.address).they
                } free.`,
              ]
            : []),
          'Its name is free, and its files leave the repository.',
        ],
        interrupts: gone
          ? undefined
          : 'The machine is shut down, and does not come back.',
        // What else lies there stays as it is in Git until the machine is gone.
        files: [absentVariables(shaping)],
        memory: { gone },
      };
    },
  },

  checkPlan: (plan, { directory, memory }) =>
    checkDecommissions(plan, directory, memorySchema.parse(memory ?? {})),

  /** The address is nobody else's until the machine that may still use it is seen to be gone. */
  async settle(context, request) {
    const { addresses } = context;
    const machine = machineOf(request);
    await context.lookUntil(
      async () => (await isGone(context, request, machine)) || undefined,
      `The inventory of ${request.spec.source} does not say yet that machine ${machine.id} is gone, which Terraform has destroyed.`,
    );
    const { madeBy } = await context.machine(request.machineId);
    await deprecateAddresses(context, request);
    await addresses.removeMachineRecord({
      request: madeBy,
      name: request.name,
      cluster: request.placement?.cluster.name,
    });
    return { machine };
  },

  outcome: ({ address }) => ({
    news: address
      ? `Its name is free; ${outOfUse(address).toLocaleLowerCase('en-US')}.`
      : 'Its name is free.',
    releasesAddress: true,
    removesDirectory: true,
    callsHooks: 'ended',
  }),
};
