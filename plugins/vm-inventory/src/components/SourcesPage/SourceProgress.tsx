import { Flex, Text } from '@backstage/ui';
import { SourceStatus } from '@backlot/plugin-vm-inventory-common';
import styles from './SourceProgress.module.css';

/** How far a load is; of about how many, where that is known from the load before. */
export const SourceProgress = (props: {
  progress: NonNullable<SourceStatus['progress']>;
}) => {
  const { objects, expected } = props.progress;
  const words = `${objects.toLocaleString('en-US')} objects loaded${
    expected ? ` of about ${expected.toLocaleString('en-US')}` : ''
  }`;
  return (
    <Flex direction="column" gap="1">
      <progress
        className={styles.progress}
        aria-label={words}
        max={expected}
        value={expected ? Math.min(objects, expected) : undefined}
      />
      <Text variant="body-small" color="secondary">
        {words}
      </Text>
    </Flex>
  );
};
