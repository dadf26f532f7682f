import { NotAllowedError } from '@backstage/errors';
import {
  PolicyEnvironment,
  quotaProblem,
} from '@backlot/plugin-vm-requests-common';

/**
 * Judges how many machines an owner has in an environment, where one more is to be its own.
 *
 * @returns what throws a NotAllowedError where it has as many as allowed
 */
export function quotaCheck(
  environment: PolicyEnvironment,
  owner: string,
): (has: number) => void {
  return has => {
    const problem = quotaProblem(environment, owner, has);
    if (problem) {
      throw new NotAllowedError(problem);
    }
  };
}
