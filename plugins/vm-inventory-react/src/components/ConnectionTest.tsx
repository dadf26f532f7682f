import { Alert, Skeleton, Text, VisuallyHidden } from '@backstage/ui';
import { SourceTestStep } from '@backlot/plugin-vm-inventory-common';
import { useLoad } from '../hooks/useLoad';
import styles from './ConnectionTest.module.css';
import { wordsOf } from './LoadProblem';

/**
 * Props of {@link ConnectionTest}.
 *
 * @public
 */
export interface ConnectionTestProps {
  /** Called once. */
  test(signal: AbortSignal): Promise<{ ok: boolean; steps: SourceTestStep[] }>;
}

/**
 * Tests a connection once, and shows how far it comes, step by step.
 *
 * @public
 */
export const ConnectionTest = ({ test }: ConnectionTestProps) => {
  const { value, error } = useLoad(signal => test(signal), []);
  if (error) {
    return (
      <Alert
        role="alert"
        status="danger"
        icon
        title="The connection could not be tested"
        description={wordsOf(error)}
      />
    );
  }
  if (!value) {
    return (
      <Skeleton height={96} role="status" aria-label="Testing the connection" />
    );
  }
  return (
    <div role="status">
      <Text as="h4" weight="bold">
        {value.ok ? 'The connection works' : 'The connection does not work'}
      </Text>
      <ol className={styles.steps} aria-label="Steps of the test">
        {value.steps.map(({ name, ok, detail }) => (
          <li key={name}>
            <span className={ok ? styles.ok : styles.failed} aria-hidden>
              {ok ? '✓' : '✕'}
            </span>
            <Text variant="body-small">
              <VisuallyHidden>{ok ? 'Passed: ' : 'Failed: '}</VisuallyHidden>
              <strong>{name}</strong> {detail}
            </Text>
          </li>
        ))}
      </ol>
    </div>
  );
};
