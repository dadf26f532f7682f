import { Button, Flex, Text } from '@backstage/ui';
import { OperationPreview } from '@backlot/plugin-vm-requests-common';
import { Checks } from '../../hooks/useChecks';

/** How far the checks of several machines are, and what came of them. */
export const ChecksSummary = (props: {
  ids: readonly string[];
  checks: Checks<OperationPreview>;
  /** What came of them, once all are checked. */
  outcome: string;
  /** In place of all that, while nothing can be checked. */
  instead?: string;
}) => {
  const { ids, checks, outcome, instead } = props;
  const isChecked = instead === undefined && checks.pending === 0;
  const progress = `${ids.length - checks.pending} of ${ids.length} checked …`;
  return (
    <Flex direction="column" gap="2" role="status" aria-busy={!isChecked}>
      <Text weight="bold">{instead ?? (isChecked ? outcome : progress)}</Text>
      {isChecked && ids.some(id => checks.of(id).error) && (
        <Flex>
          <Button variant="secondary" onPress={checks.retry}>
            Check again what is not known
          </Button>
        </Flex>
      )}
    </Flex>
  );
};
