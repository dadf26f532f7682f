import { ReactNode } from 'react';
import { Button, Flex, Text } from '@backstage/ui';
import { MAX_BATCH_ITEMS } from '@backlot/plugin-vm-requests-common';

/** How many of a list are chosen, and what can be asked for them. */
export const ChosenBar = (props: {
  count: number;
  /** What is asked for, e.g. `Adopt 3 machines`. */
  label: string;
  onAsk: () => void;
  onChooseNone: () => void;
  /** Further ways to choose. */
  children?: ReactNode;
}) => {
  const { count, label, onAsk, onChooseNone, children } = props;
  return (
    <Flex gap="2" align="center" style={{ flexWrap: 'wrap' }}>
      <Button
        variant="primary"
        isDisabled={count === 0 || count > MAX_BATCH_ITEMS}
        onPress={onAsk}
      >
        {label}
      </Button>
      {children}
      {count > 0 && (
        <Button variant="tertiary" onPress={onChooseNone}>
          Choose none
        </Button>
      )}
      <Flex role="status">
        <Text color="secondary">
          {`${count} chosen, ${MAX_BATCH_ITEMS} at most`}
        </Text>
      </Flex>
    </Flex>
  );
};
