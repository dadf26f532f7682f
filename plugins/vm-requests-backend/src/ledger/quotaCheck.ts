import { NotAllowedError } from '@backstage/errors';
import {
  PolicyEnvironment,
  quotaProblem,
} from '@backlot/plugin-vm-requests-common';

/**
 * Judges how many machines an owner has in an environment, where more are to be its own.
 *
 * @param more - how many
 * @returns what throws a NotAllowedError where it has as many as allowed
 */
export function quotaCheck(
  environment: PolicyEnvironment,
  owner: string,
  more: number = 1,
): (has: number) => void {
  return has => {
    const problem = quotaProblem(environment, owner, has, more);
    if (problem) {
      throw new NotAllowedError(problem);
    }
  };
}
