import { Flex, Text, VisuallyHidden } from '@backstage/ui';
import { InfoCard, RelativeTime } from '@backlot/ui-common';
import { MachineHookCall } from '@backlot/plugin-vm-requests-common';

function triedWords(tries: number): string {
  return tries === 1 ? 'Tried once' : `Tried ${tries} times`;
}

const HookCall = ({ call }: { call: MachineHookCall }) => {
  const { title, done, message, cause, tries, at } = call;
  return (
    <Flex gap="2" align="baseline">
      <span aria-hidden>{done ? '✓' : '…'}</span>
      <div>
        <Text as="div">
          <VisuallyHidden>{done ? 'Done: ' : 'Not done: '}</VisuallyHidden>
          {`${title}: ${message}`}
        </Text>
        {cause && <Text as="div">{cause}</Text>}
        <Text as="div" variant="body-small" color="secondary">
          {!done && tries > 0 && `${triedWords(tries)}, next `}
          {at && <RelativeTime at={at} />}
        </Text>
      </div>
    </Flex>
  );
};

/** What other systems do, or did, about a machine: nothing waits for it. */
export const HooksCard = (props: { calls: MachineHookCall[] | undefined }) => {
  if (!props.calls || props.calls.length === 0) {
    return null;
  }
  return (
    <InfoCard title="Other systems">
      <Flex direction="column" gap="2">
        {props.calls.map(call => (
          <HookCall key={`${call.hook} ${call.event}`} call={call} />
        ))}
      </Flex>
    </InfoCard>
  );
};
