import { Alert, Flex, Text } from '@backstage/ui';
import { OperationChange } from '@backlot/plugin-vm-requests-common';
import styles from './OperationWords.module.css';
import { TextWithOwners } from '@backlot/ui-common';

/** What an operation does, and loudly what users of the machine will notice of it. */
export const OperationWords = ({ does, interrupts }: OperationChange) => (
  <Flex direction="column" gap="3">
    {interrupts && (
      <Alert
        status="warning"
        icon
        title="Users of the machine will notice"
        description={interrupts}
      />
    )}
    <ul className={styles.does}>
      {does.map(sentence => (
        <li key={sentence}>
          <Text>
            <TextWithOwners text={sentence} />
          </Text>
        </li>
      ))}
    </ul>
  </Flex>
);
