import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { useApi } from '@backstage/core-plugin-api';
import { Flex, Text } from '@backstage/ui';
import { RelativeTime } from '@backlot/plugin-vm-inventory-react';
import { VmRequest } from '@backlot/plugin-vm-requests-common';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import { InfoCard } from './InfoCard';
import { ReasonDialog } from './ReasonDialog';

/** Who decides, or decided, and the buttons of somebody who may. */
export const DecisionCard = (props: {
  request: VmRequest;
  onDone: () => void;
}) => {
  const { request, onDone } = props;
  const api = useApi(vmRequestsApiRef);
  const { decision, plan, can, approvers } = request;

  if (decision) {
    const who =
      decision.by === 'policy' ? (
        'policy, which asks nobody here'
      ) : (
        <EntityRefLink entityRef={decision.by} />
      );
    return (
      <InfoCard title="Decision">
        <Text as="p">
          {decision.approved ? 'Approved' : 'Rejected'} by {who}{' '}
          <RelativeTime at={decision.at} />
          {decision.reason && `: ${decision.reason}`}
        </Text>
      </InfoCard>
    );
  }
  if (request.state !== 'planned' || !plan) {
    return null;
  }
  const mayDecide = can.includes('approve') || can.includes('reject');
  return (
    <InfoCard title="Decision">
      <Flex direction="column" gap="3">
        <Text as="p">
          {mayDecide
            ? 'Read the plan below. What you approve is exactly what will be applied.'
            : 'This request waits for the approval of '}
          {!mayDecide &&
            approvers.map((approver, index) => (
              <span key={approver}>
                {index > 0 && ', '}
                <EntityRefLink entityRef={approver} />
              </span>
            ))}
          {!mayDecide && '.'}
        </Text>
        {mayDecide && (
          <Flex gap="2">
            {can.includes('approve') && (
              <ReasonDialog
                label="Approve"
                title={`Approve ${request.name}?`}
                hint="Optional; kept in the history."
                variant="primary"
                onConfirm={async reason => {
                  await api.approve(request.id, {
                    digest: plan.digest,
                    ...(reason ? { reason } : {}),
                  });
                  onDone();
                }}
              />
            )}
            {can.includes('reject') && (
              <ReasonDialog
                label="Reject"
                title={`Reject ${request.name}?`}
                hint="The requester reads it."
                required
                destructive
                onConfirm={async reason => {
                  await api.reject(request.id, { reason });
                  onDone();
                }}
              />
            )}
          </Flex>
        )}
      </Flex>
    </InfoCard>
  );
};
