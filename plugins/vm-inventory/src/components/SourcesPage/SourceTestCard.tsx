import { useApi } from '@backstage/core-plugin-api';
import { Alert, Skeleton, Text, VisuallyHidden } from '@backstage/ui';
import {
  useLoad,
  vmInventoryApiRef,
  wordsOf,
} from '@backlot/plugin-vm-inventory-react';
import styles from './SourceTestCard.module.css';

/** Tests the connection to a source once, and shows how far it comes, step by step. */
export const SourceTestCard = ({ source }: { source: string }) => {
  const api = useApi(vmInventoryApiRef);
  const { value, error } = useLoad(
    signal => api.testSource(source, { signal }),
    [source],
  );
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
              <VisuallyHidden>{ok ? 'Went well: ' : 'Failed: '}</VisuallyHidden>
              <strong>{name}</strong> {detail}
            </Text>
          </li>
        ))}
      </ol>
    </div>
  );
};
