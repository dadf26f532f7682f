import { useState } from 'react';
import { LogViewer } from '@backstage/core-components';
import {
  Alert,
  Flex,
  Text,
  ToggleButton,
  ToggleButtonGroup,
} from '@backstage/ui';
import { wordsOf } from '@backlot/plugin-vm-inventory-react';
import { VmRequest } from '@backlot/plugin-vm-requests-common';
import { useRequestLog } from '../../hooks/useRequestLog';
import { InfoCard } from './InfoCard';

const applyStates = ['applying', 'applied', 'done', 'rolling-back'];

/** The log of the plan and of the apply, live while they run. */
export const LogCard = ({ request }: { request: VmRequest }) => {
  const hasApply =
    applyStates.includes(request.state) ||
    request.tasks.some(task => task.purpose === 'apply');
  const [chosen, setChosen] = useState<'plan' | 'apply'>();
  const of = chosen ?? (hasApply ? 'apply' : 'plan');
  if (!request.pullRequest) {
    return null;
  }
  return (
    <InfoCard title="Log">
      <Flex direction="column" gap="3">
        <ToggleButtonGroup
          aria-label="Which log"
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[of]}
          onSelectionChange={keys =>
            setChosen([...keys][0] as 'plan' | 'apply')
          }
        >
          <ToggleButton id="plan">Plan</ToggleButton>
          <ToggleButton id="apply" isDisabled={!hasApply}>
            Apply
          </ToggleButton>
        </ToggleButtonGroup>
        <Log key={of} id={request.id} of={of} attempt={request.tasks.length} />
      </Flex>
    </InfoCard>
  );
};

const Log = (props: { id: string; of: 'plan' | 'apply'; attempt: number }) => {
  const { text, live, error } = useRequestLog(props);
  if (error) {
    return (
      <Alert
        status="warning"
        icon
        title="The log cannot be shown"
        description={wordsOf(error)}
      />
    );
  }
  return (
    <Flex direction="column" gap="1">
      <div style={{ height: 320 }} data-testid={`log-${props.of}`}>
        <LogViewer text={text || 'Nothing has been written yet.'} textWrap />
      </div>
      <Text variant="body-small" color="secondary" aria-live="polite">
        {live ? 'Live' : 'Complete'}
      </Text>
    </Flex>
  );
};
