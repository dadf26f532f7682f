import { Flex, Text, VisuallyHidden } from '@backstage/ui';
import { RelativeTime, InfoCard } from '@backlot/ui-common';
import { GiveBackStep } from '@backlot/plugin-vm-requests-common';

const names: Record<GiveBackStep['what'], string> = {
  'pull-request': 'Pull request closed, branch deleted',
  'apply-check': 'Nothing is being applied, and no machine exists',
  reservation: 'Reservation ended',
  address: 'Address given back',
  'machine-record': "The machine's record in NetBox removed",
};

/** What is being given back, and what already was. */
export const GiveBackCard = (props: { steps: GiveBackStep[] | undefined }) => {
  if (!props.steps || props.steps.length === 0) {
    return null;
  }
  return (
    <InfoCard title="Given back">
      <Flex direction="column" gap="2">
        {props.steps.map(step => (
          <Flex key={step.what} gap="2" align="baseline">
            <span aria-hidden>{step.done ? '✓' : '…'}</span>
            <div>
              <Text as="div">
                <VisuallyHidden>
                  {step.done ? 'Done: ' : 'Not done: '}
                </VisuallyHidden>
                {names[step.what]}
              </Text>
              <Text as="div" variant="body-small" color="secondary">
                {step.done && step.at && <RelativeTime at={step.at} />}
                {!step.done && (step.detail ?? 'Not yet')}
              </Text>
            </div>
          </Flex>
        ))}
      </Flex>
    </InfoCard>
  );
};
