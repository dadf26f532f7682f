import { useState } from 'react';
import { LogViewer } from '@backstage/core-components';
import { Flex, Text, ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { LoadProblem, InfoCard } from '@backlot/ui-common';
import { VmRequest } from '@backlot/plugin-vm-requests-common';
import { useRequestLog } from '../../hooks/useRequestLog';

const applyStates = ['applying', 'applied', 'done', 'rolling-back'];

const Log = (props: { id: string; of: 'plan' | 'apply'; attempt: number }) => {
  const { of } = props;
  const { text, live, error, reload } = useRequestLog(props);
  return (
    <Flex direction="column" gap="1">
      {error && (
        <LoadProblem
          error={error}
          what={text ? `the rest of the ${of} log` : `the ${of} log`}
          onRetry={reload}
        />
      )}
      {(text || !error) && (
        <div style={{ height: 320 }} data-testid={`log-${of}`}>
          <LogViewer text={text || 'Nothing has been written yet.'} textWrap />
        </div>
      )}
      {!error && (
        <Text variant="body-small" color="secondary" role="status">
          {live ? 'Live' : 'Complete'}
        </Text>
      )}
    </Flex>
  );
};

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
            setChosen(keys.has('apply') ? 'apply' : 'plan')
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
