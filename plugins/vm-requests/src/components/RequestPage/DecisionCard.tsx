import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { useApi } from '@backstage/core-plugin-api';
import { Flex, Text } from '@backstage/ui';
import { RelativeTime } from '@backlot/plugin-vm-inventory-react';
import {
  Plan,
  RequestDecision,
  VmRequest,
} from '@backlot/plugin-vm-requests-common';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import { InfoCard } from '../InfoCard';
import { ReasonDialog } from './ReasonDialog';

const Decided = ({ decision }: { decision: RequestDecision }) => (
  <Text as="p">
    {decision.approved ? 'Approved' : 'Rejected'} by{' '}
    {decision.by === 'policy' ? (
      'policy, which asks nobody here'
    ) : (
      <EntityRefLink entityRef={decision.by} />
    )}{' '}
    <RelativeTime at={decision.at} />
    {decision.reason && `: ${decision.reason}`}
  </Text>
);

const WaitsFor = ({ approvers }: { approvers: string[] }) => (
  <Text as="p">
    This request waits for the approval of{' '}
    {approvers.map((approver, index) => (
      <span key={approver}>
        {index > 0 && ', '}
        <EntityRefLink entityRef={approver} />
      </span>
    ))}
    .
  </Text>
);

const Decide = (props: {
  request: VmRequest;
  plan: Plan;
  onDone: () => void;
}) => {
  const { request, plan, onDone } = props;
  const api = useApi(vmRequestsApiRef);
  const { id, name, can } = request;
  return (
    <Flex direction="column" gap="3">
      <Text as="p">
        Read the plan below. What you approve is exactly what will be applied.
      </Text>
      <Flex gap="2">
        {can.includes('approve') && (
          <ReasonDialog
            label="Approve"
            title={`Approve ${name}?`}
            hint="Optional; kept in the history."
            variant="primary"
            onConfirm={async reason => {
              await api.approve(id, { digest: plan.digest, reason });
              onDone();
            }}
          />
        )}
        {can.includes('reject') && (
          <ReasonDialog
            label="Reject"
            title={`Reject ${name}?`}
            hint="The requester reads it."
            required
            destructive
            onConfirm={async (reason = '') => {
              await api.reject(id, { reason });
              onDone();
            }}
          />
        )}
      </Flex>
    </Flex>
  );
};

/** Who decides, or decided, and the buttons of somebody who may. */
export const DecisionCard = (props: {
  request: VmRequest;
  onDone: () => void;
}) => {
  const { request, onDone } = props;
  const { decision, plan, can, approvers, state } = request;

  if (decision) {
    return (
      <InfoCard title="Decision">
        <Decided decision={decision} />
      </InfoCard>
    );
  }
  if (!plan || !['planned', 'changes-requested'].includes(state)) {
    return null;
  }
  return (
    <InfoCard title="Decision">
      {can.includes('approve') || can.includes('reject') ? (
        <Decide request={request} plan={plan} onDone={onDone} />
      ) : (
        <WaitsFor approvers={approvers} />
      )}
    </InfoCard>
  );
};
