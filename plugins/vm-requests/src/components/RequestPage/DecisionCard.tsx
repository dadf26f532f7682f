import { useState } from 'react';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { useApi } from '@backstage/core-plugin-api';
import { Flex, Text } from '@backstage/ui';
import { RelativeTime, InfoCard } from '@backlot/ui-common';
import {
  decidableStates,
  RequestDecision,
  VmRequest,
} from '@backlot/plugin-vm-requests-common';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import { ReasonDialog } from './ReasonDialog';

const Decided = ({ decision }: { decision: RequestDecision }) => (
  <Text as="p">
    {decision.approved ? 'Approved' : 'Rejected'} by{' '}
    {decision.by === 'policy' ? (
      'policy, which needs no approver here'
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
  onDone: () => void;
  onOpenChange: (isOpen: boolean) => void;
}) => {
  const { request, onDone, onOpenChange } = props;
  const api = useApi(vmRequestsApiRef);
  const { id, name, can, plan, replaced, mayExist } = request;
  return (
    <Flex gap="2">
      <ReasonDialog
        label="Approve"
        title={`Approve ${name}?`}
        hint="Optional; kept in the history."
        isOffered={can.includes('approve')}
        variant="primary"
        onOpenChange={onOpenChange}
        onConfirm={async reason => {
          await api.approve(id, { digest: plan?.digest, reason });
          onDone();
        }}
      />
      <ReasonDialog
        label="Reject"
        title={`Reject ${name}?`}
        hint={
          replaced && mayExist
            ? 'The requester reads it. Something may exist, so nothing is given back: the requester, the owner or the platform team chooses what happens next.'
            : 'The requester reads it.'
        }
        isOffered={can.includes('reject')}
        required
        destructive
        onOpenChange={onOpenChange}
        onConfirm={async (reason = '') => {
          await api.reject(id, { reason });
          onDone();
        }}
      />
    </Flex>
  );
};

function whatToRead({ needsPlan, replaced, mayExist }: VmRequest): string {
  if (!needsPlan) {
    return 'Read above what will happen. Nothing of the machine itself changes, so there is no plan.';
  }
  if (replaced && !mayExist) {
    return 'The approved plan was not applied, and what it was made from has changed since. Read the new plan below, and what differs. What you approve is exactly what will be applied.';
  }
  return replaced
    ? 'The apply of the approved plan failed. Read the new plan below, and what differs. What you approve is exactly what will be applied.'
    : 'Read the plan below. What you approve is exactly what will be applied.';
}

/** Who decides, or decided, and the buttons of somebody who may. */
export const DecisionCard = (props: {
  request: VmRequest;
  onDone: () => void;
}) => {
  const { request, onDone } = props;
  const [isOpen, setOpen] = useState(false);
  const { decision, can, approvers, state } = request;
  const decides = can.includes('approve') || can.includes('reject');
  const waits = decidableStates.includes(state);
  if (!decision && !waits && !isOpen) {
    return null;
  }
  return (
    <InfoCard title="Decision">
      <Flex direction="column" gap="3">
        {decision && <Decided decision={decision} />}
        {!decision && decides && <Text as="p">{whatToRead(request)}</Text>}
        {!decision && waits && !decides && <WaitsFor approvers={approvers} />}
        <Decide request={request} onDone={onDone} onOpenChange={setOpen} />
      </Flex>
    </InfoCard>
  );
};
