import { Alert } from '@backstage/ui';
import { PlanCheck } from '@backlot/plugin-vm-requests-common';
import styles from './PlanCard.module.css';
import { STATUS_WORDS, troubledChecks } from './planWords';

function problemsOf({ address, status, instances }: PlanCheck): string[] {
  const problems = instances.flatMap(instance =>
    instance.problems.map(problem => `${instance.address}: ${problem}`),
  );
  return problems.length > 0
    ? problems
    : [`${address} ${STATUS_WORDS[status]}`];
}

/** What the conditions of the configuration say: loudly where one fails, all of them on demand. */
export const PlanChecks = ({ checks }: { checks: PlanCheck[] }) => {
  const troubled = troubledChecks(checks);
  const passing = checks.filter(({ status }) => status === 'pass').length;
  return (
    <>
      {troubled.length > 0 && (
        <Alert
          status="warning"
          icon
          title={
            troubled.length === 1
              ? 'A check of the configuration fails'
              : `${troubled.length} checks of the configuration fail`
          }
          description={
            <ul className={styles.checks}>
              {troubled.flatMap(problemsOf).map(problem => (
                <li key={problem}>{problem}</li>
              ))}
            </ul>
          }
        />
      )}
      {checks.length > 0 && (
        <details>
          <summary>{`${passing} of ${checks.length} checks pass`}</summary>
          <ul className={styles.checks}>
            {checks.flatMap(check =>
              (check.instances.length > 0 ? check.instances : [check]).map(
                ({ address, status }) => (
                  <li key={`${check.address} ${address}`}>
                    {address} {STATUS_WORDS[status]}
                  </li>
                ),
              ),
            )}
          </ul>
        </details>
      )}
    </>
  );
};
