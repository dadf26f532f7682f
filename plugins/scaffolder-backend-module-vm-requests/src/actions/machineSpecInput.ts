import { InputError } from '@backstage/errors';
import { z } from 'zod';
import {
  MachineSpec,
  machineSpecSchema,
} from '@backlot/plugin-vm-requests-common';

/**
 * What was asked for, as it should be.
 *
 * @throws InputError that names what is not
 */
export function parseMachineSpec(input: unknown): MachineSpec {
  const parsed = machineSpecSchema.safeParse(input);
  if (!parsed.success) {
    throw new InputError(
      `The request is not complete:\n${z.prettifyError(parsed.error)}`,
    );
  }
  return parsed.data;
}
