import {
  ConflictError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { sentences, withCause } from '@backlot/backend-common';
import { VimFault } from '../soap/VimFault';

/** Says that vCenter refused, in words that name what to do. */
export function refusalOf(
  fault: VimFault,
  names: { source: string; machine: string },
): Error {
  const { source, machine } = names;
  const subject = `vCenter '${source}' was asked to change '${machine}'`;
  switch (fault.faultType) {
    case 'NoPermission':
      return withCause(
        new ServiceUnavailableError(
          sentences(
            subject,
            `The account of its operator may not do this: it lacks the privilege ${
              fault.privilege ?? 'for it'
            }`,
            `Give it a role with this privilege, propagating to the machine`,
          ),
        ),
        fault,
      );
    case 'ManagedObjectNotFound':
      return withCause(
        new NotFoundError(
          sentences(
            subject,
            'Machine or snapshot is not there any more',
            'Look at the machine again',
          ),
        ),
        fault,
      );
    case 'TaskInProgress':
      return withCause(
        new ConflictError(
          sentences(
            subject,
            'Something else is being done to it',
            'Try again when that has ended',
          ),
        ),
        fault,
      );
    default:
      return withCause(
        new ConflictError(sentences(subject, fault.message)),
        fault,
      );
  }
}

/** The type of vCenter's fault that an error came of. */
export function faultTypeOf(error: unknown): string | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof VimFault ? cause.faultType : undefined;
}
