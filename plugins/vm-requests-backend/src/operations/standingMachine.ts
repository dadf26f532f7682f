import { ConflictError } from '@backstage/errors';
import { JsonRecord, RequestMachine } from '@backlot/plugin-vm-requests-common';
import {
  OperationContext,
  OperationRequest,
  SeenMachine,
} from '@backlot/plugin-vm-requests-node';
import { z } from 'zod';

const memorySchema = z.object({
  power: z.enum(['on', 'off', 'suspended', 'unknown']).optional(),
});

/**
 * Which machine of its source a request is about.
 *
 * @throws ConflictError when it does not say
 */
export function machineOf({
  id,
  machine,
  name,
}: OperationRequest): RequestMachine {
  if (!machine) {
    throw new ConflictError(
      `Request ${id} does not say which machine of its source ${name} is.`,
    );
  }
  return machine;
}

/**
 * The machine as its source shows it now.
 *
 * @throws ConflictError when it does not show it, is not followed live, or it cannot be changed now
 */
export async function seeMachine(
  { inventory }: OperationContext,
  request: OperationRequest,
): Promise<SeenMachine> {
  const { source } = request.spec;
  const known = machineOf(request);
  const { machine, live } = await inventory.look({
    ...known,
    name: request.name,
  });
  if (!live) {
    throw new ConflictError(
      `${source} is not followed live now, so nobody knows how ${request.fqdn} is. Try again once it answers.`,
    );
  }
  if (!machine) {
    throw new ConflictError(
      `${source} no longer shows ${request.fqdn} (${known.id}): somebody deleted it, or took it away. Decommission it, so that its name and address are free.`,
    );
  }
  if (machine.power === 'suspended') {
    throw new ConflictError(
      `${request.fqdn} is suspended, and can only be changed once it is on or off.`,
    );
  }
  return machine;
}

/** What has to be known of the machine's power to give it back. */
export async function rememberPower(
  { inventory }: OperationContext,
  request: OperationRequest,
): Promise<JsonRecord> {
  const { machine } = await inventory.look({
    ...machineOf(request),
    name: request.name,
  });
  return machine?.power === undefined ? {} : { power: machine.power };
}

/** Gives a machine that was off before its power state back: the provider switches on what it changes. */
export async function restorePower(
  { inventory }: OperationContext,
  request: OperationRequest,
  machine: RequestMachine,
): Promise<string | undefined> {
  const { power } = memorySchema.parse(request.memory ?? {});
  if (power !== 'off') {
    return undefined;
  }
  const obstacle = await inventory.switchOff({
    source: machine.source,
    id: machine.id,
    operation: request.id,
  });
  return obstacle === undefined
    ? 'It was off before, and is off again.'
    : `It was off before and is on now: ${obstacle}`;
}
