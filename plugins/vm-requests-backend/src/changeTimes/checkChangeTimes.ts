import { InputError } from '@backstage/errors';
import { Policy } from '@backlot/plugin-vm-requests-common';
import { changeTimesOf } from './applyWait';
import { daysAhead, whenApplicable } from './whenApplicable';

/** Stands for all operations that Terraform applies. */
const anyKind = 'create';

/**
 * Checks that something may be applied in each environment some day.
 *
 * @throws InputError that names the keys, where windows and freezes leave no time
 */
export function checkChangeTimes(
  policy: Pick<Policy, 'environments' | 'timeZone'>,
  now: Date,
): void {
  const problems = Object.entries(policy.environments).flatMap(
    ([environment, { windows = [], freezes = [] }]) => {
      const named = [...windows, ...freezes].flatMap(
        ({ operations = [] }) => operations,
      );
      return [...new Set([anyKind, ...named])]
        .filter(kind => {
          const times = changeTimesOf(policy, {
            environment,
            kind,
            needsPlan: true,
          });
          return whenApplicable(times, now).at === undefined;
        })
        .map(
          kind =>
            `vmRequests.policy.environments.${environment}: windows and freezes leave no time to apply ${kind} within ${daysAhead} days`,
        );
    },
  );
  if (problems.length > 0) {
    throw new InputError(problems.join('; '));
  }
}
