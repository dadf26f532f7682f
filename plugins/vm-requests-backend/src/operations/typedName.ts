import { InputError } from '@backstage/errors';
import { JsonRecord } from '@backlot/plugin-vm-requests-common';
import { OperationMachine } from '@backlot/plugin-vm-requests-node';
import { z } from 'zod';

/** What is asked for before something is lost for good. */
export const typedName = z.strictObject({
  name: z.string().max(63).describe("The machine's name, typed to confirm"),
});

/**
 * Checks that whoever asks has typed the machine's name.
 *
 * @param to - what that confirms, e.g. `that it shall end`
 * @throws InputError when it is another
 */
export function checkTypedName(
  given: JsonRecord,
  machine: OperationMachine,
  to: string,
): void {
  if (typedName.parse(given).name !== machine.name) {
    throw new InputError(
      `Type the machine's name, ${machine.name}, to confirm ${to}.`,
    );
  }
}
