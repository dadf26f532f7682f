import { InputError } from '@backstage/errors';
import { parseEntityRef } from '@backstage/catalog-model';
import { quotaProblem } from '@backlot/plugin-vm-requests-common';
import {
  OperationContext,
  OperationMachine,
  PlanlessOperation,
} from '@backlot/plugin-vm-requests-node';
import { z } from 'zod';
import { ownerRefOf } from '../../ledger/ownerRefOf';

const input = z.strictObject({
  owner: z
    .string()
    .max(255)
    .transform((text, context) => {
      try {
        return ownerRefOf(text);
      } catch {
        context.addIssue(
          `${JSON.stringify(
            text,
          )} is not a reference to a user or group, such as group:default/team-payments`,
        );
        return z.NEVER;
      }
    })
    .describe('Entity ref of the user or group that the machine is to be of'),
});

async function checkOwner(
  { owners }: OperationContext,
  owner: string,
  machine: OperationMachine,
): Promise<void> {
  const { kind } = parseEntityRef(owner);
  if (kind !== 'user' && kind !== 'group') {
    throw new InputError(`${owner} is neither a user nor a group.`);
  }
  if (owner === machine.owner) {
    throw new InputError(`${machine.fqdn} is ${owner}'s already.`);
  }
  if (!(await owners.exists(owner))) {
    throw new InputError(
      `The catalog has no ${owner}. Choose one that it has.`,
    );
  }
}

/** Gives a machine another owner. Nothing of the machine itself changes. */
export const transferOperation: PlanlessOperation = {
  kind: 'transfer',
  needsPlan: false,
  words: {
    title: 'Transfer',
    asks: 'asks to transfer the machine',
    asksInGit: 'asks to transfer this virtual machine of',
    done: 'has a new owner',
  },
  giveBack: [],
  lifecycle: { meanwhile: 'active', done: 'active', otherwise: 'active' },

  change: {
    description: 'Gives the machine to another group or user.',
    template: 'template:default/vm-transfer',
    input,

    async resolve(context, given, machine, _shaping, requestedBy) {
      const { owner } = input.parse(given);
      await checkOwner(context, owner, machine);
      const environment = context.environment(machine.environment);
      const problem =
        environment &&
        quotaProblem(
          environment,
          owner,
          await context.owners.countOf({
            owner,
            environment: machine.environment,
          }),
        );
      if (problem) {
        throw new InputError(problem);
      }
      const acceptedBy = environment?.transfer?.acceptedBy ?? 'new-owner';
      const isTaken = requestedBy.includes(owner);
      return {
        does: [
          `Owner: ${machine.owner} to ${owner}.`,
          `It counts towards the limits of ${owner} from then on.`,
          ...(acceptedBy === 'new-owner' && !isTaken
            ? [`Somebody of ${owner} has to accept it.`]
            : []),
        ],
        files: [],
        machine: { owner },
        ...(acceptedBy === 'new-owner' && {
          approvers: isTaken ? [] : [owner],
        }),
        ...(acceptedBy === 'nobody' && { approvers: [] }),
      };
    },
  },

  outcome: ({ terms: { machine } }) => ({
    news: machine && `It belongs to ${machine.owner}.`,
  }),
};
