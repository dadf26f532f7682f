import { ConflictError } from '@backstage/errors';
import { isEmptyPlan } from '@backlot/plugin-vm-requests-common';
import {
  PlannedOperation,
  SeenMachine,
} from '@backlot/plugin-vm-requests-node';
import { z } from 'zod';
import {
  machineOf,
  rememberPower,
  restorePower,
  seeMachine,
} from '../standingMachine';
import { pinOf } from '../../ledger/pinOf';
import { checkUpgrades } from './checkUpgrades';
import { PlannedUpgrade, planUpgrade } from './planUpgrade';

/** What users of the machine will notice; only the plan says what is changed. */
function interruption(
  power: SeenMachine['power'],
  { changesModule, changesProvider }: PlannedUpgrade,
): string | undefined {
  if (!changesModule && !changesProvider) {
    return undefined;
  }
  if (power === 'off') {
    return 'The machine is off. Any change switches it on; Backlot has it shut down again afterwards.';
  }
  return changesProvider
    ? 'The machine may be restarted: another version of the provider may set what the one before did not. Its guest is shut down then, or switched off where it does not answer in time, and the machine is switched on again.'
    : 'Whether the machine is restarted depends on what the module changes: the plan says it.';
}

/** Gives a machine the module and the provider that configuration names for new ones. */
export const upgradeOperation: PlannedOperation = {
  kind: 'upgrade',
  words: {
    title: 'Upgrade',
    asks: 'asks to upgrade the module or the provider of the machine',
    asksInGit:
      'asks to upgrade the module or the provider of this virtual machine of',
    done: 'is upgraded',
  },
  giveBack: ['pull-request'],
  rollBack: () => 'revert',
  lifecycle: { meanwhile: 'active', done: 'active', otherwise: 'active' },

  change: {
    description:
      'Takes the version of its Terraform module and provider that new machines have.',
    template: 'template:default/vm-upgrade',
    input: z.strictObject({}),

    async resolve(context, _input, { blueprint: name, fqdn }, shaping) {
      const { directory, files = [] } = shaping;
      const blueprint = context.blueprint(name);
      if (!blueprint) {
        throw new ConflictError(
          `Configuration no longer has the blueprint ${name} of ${fqdn}, so nobody knows what to upgrade it to. Its module and provider stay what they are.`,
        );
      }
      const planned = planUpgrade(
        { directory, files, pinned: pinOf(shaping) },
        blueprint.terraform,
      );
      const { power } = await seeMachine(context, shaping);
      return {
        does: planned.does,
        interrupts: interruption(power, planned),
        files: planned.files,
        terraform: planned.terraform,
      };
    },
  },

  checkPlan: (plan, { directory }) => checkUpgrades(plan, directory),

  remember: rememberPower,

  async settle(context, request) {
    const known = machineOf(request);
    const { name, plan, spec } = request;
    const seen = await context.lookUntil(
      async () => (await context.inventory.look({ ...known, name })).machine,
      `The inventory of ${spec.source} does not show machine ${known.id}, which Terraform has upgraded.`,
    );
    const machine = { ...known, id: seen.id };
    return {
      machine,
      news:
        plan && isEmptyPlan(plan)
          ? undefined
          : await restorePower(context, request, machine),
    };
  },

  outcome: ({ terms }) => ({ news: terms.change?.does.join(' ') }),
};
