import { ConflictError, InputError } from '@backstage/errors';
import {
  chooseStack,
  PolicyEnvironment,
  Stack,
} from '@backlot/plugin-vm-requests-common';
import { RequestStack } from '@backlot/plugin-vm-requests-node';
import { blame } from '../peers/blame';
import { LedgerSettings } from './LedgerSettings';

type WithStacks = Pick<LedgerSettings, 'stacks'>;

/** Why nothing can be planned or applied in a stack that the configuration has no more, in words. */
export function withdrawnStack(
  { stacks }: WithStacks,
  name: string,
): string | undefined {
  return Object.hasOwn(stacks, name)
    ? undefined
    : `The stack ${name} is not in the configuration any more, and this machine lives in it. The platform team puts vmRequests.stacks.${name} back, with the same repository and workspace; its forge and Atlantis may be others.`;
}

/**
 * The stack of a machine or request, as the configuration has it now.
 *
 * @throws ConflictError where it has it no more
 */
export function stackOf(settings: WithStacks, name: string): Stack {
  const withdrawn = withdrawnStack(settings, name);
  if (withdrawn !== undefined) {
    throw blame(new ConflictError(withdrawn), 'platform-team', withdrawn);
  }
  return settings.stacks[name];
}

/**
 * The stack that a new machine is to live in.
 *
 * @throws InputError where the environment does not allow the one that was asked for
 */
export function stackForNew(
  settings: WithStacks,
  environment: PolicyEnvironment,
  asked: string | undefined,
): { name: string; stack: Stack } {
  const chosen = chooseStack(environment, settings.stacks, asked);
  if ('problem' in chosen) {
    throw new InputError(chosen.problem);
  }
  return { name: chosen.stack, stack: settings.stacks[chosen.stack] };
}

/** What the steps of a request are told of its stack. */
export function handOutStack(settings: WithStacks, name: string): RequestStack {
  const { forge, atlantis, workspace, backend } = stackOf(settings, name);
  return { name, forge, atlantis, workspace, backend };
}
