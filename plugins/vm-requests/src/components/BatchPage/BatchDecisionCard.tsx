import { useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { Alert, Flex, Text } from '@backstage/ui';
import { FactList, InfoCard } from '@backlot/ui-common';
import {
  BatchItem,
  RequestBatch,
  SeveralDecisions,
} from '@backlot/plugin-vm-requests-common';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import { ReasonDialog } from '../RequestPage/ReasonDialog';
import { BatchDoings } from './BatchDoings';
import { decidableOf, sumOf, unplannedOf } from './batchWords';

/** What was not decided on, and why. */
interface Refused {
  name: string;
  why: string;
}

/** The sum of what waits for approval, and one decision on all of it. */
export const BatchDecisionCard = (props: {
  batch: RequestBatch;
  onDone: () => void;
}) => {
  const { batch, onDone } = props;
  const api = useApi(vmRequestsApiRef);
  const [refused, setRefused] = useState<Refused[]>([]);
  const [isOpen, setOpen] = useState(false);
  const waiting = decidableOf(batch, 'approve');
  const rejectable = decidableOf(batch, 'reject');
  const unplanned = unplannedOf(batch).length;
  const all = batch.items.length;

  const decide = async (
    decision: SeveralDecisions['decision'],
    items: BatchItem[],
    reason: string | undefined,
  ) => {
    const requests = items.flatMap(({ request }) =>
      request ? [{ id: request.id, digest: request.plan?.digest }] : [],
    );
    const answer = await api.decideSeveral({ decision, reason, requests });
    const nameOf = (id: string) =>
      items.find(({ request }) => request?.id === id)?.name ?? id;
    setRefused(
      answer.items.flatMap(({ id, decided, why = '' }) =>
        decided ? [] : [{ name: nameOf(id), why }],
      ),
    );
    onDone();
  };

  if (waiting.length + rejectable.length + refused.length === 0 && !isOpen) {
    return null;
  }
  return (
    <InfoCard title="Decision">
      <Flex direction="column" gap="3">
        {refused.length > 0 && (
          <Alert
            role="alert"
            status="warning"
            icon
            title={`${refused.length} not decided on`}
            description={refused
              .map(({ name, why }) => `${name}: ${why}`)
              .join(' ')}
          />
        )}
        {waiting.length > 0 && unplanned > 0 && (
          <Alert
            role="status"
            status="warning"
            icon
            title={`${unplanned} of ${all} ${
              unplanned === 1 ? 'is' : 'are'
            } not planned yet`}
            description={`Approving now approves the ${waiting.length} that ${
              waiting.length === 1 ? 'waits' : 'wait'
            } for approval. ${
              unplanned === 1 ? 'The other one needs' : 'The others need'
            } another approval once planned.`}
          />
        )}
        {waiting.length > 0 && (
          <>
            <Text as="p">
              Each has a plan of its own on the page of its request. What you
              approve is exactly what will be applied: one whose plan changes
              meanwhile is left out, and you are told.
            </Text>
            <FactList facts={sumOf(waiting)} />
            <BatchDoings items={waiting} />
          </>
        )}
        <Flex gap="2">
          <ReasonDialog
            label={`Approve ${waiting.length}`}
            title={
              unplanned > 0
                ? `Approve ${waiting.length} of ${all} requests?`
                : `Approve ${waiting.length} requests?`
            }
            subject="batch"
            hint="Optional; kept in the history of each."
            isOffered={waiting.length > 0}
            variant="primary"
            onOpenChange={setOpen}
            onConfirm={reason => decide('approve', waiting, reason)}
          />
          <ReasonDialog
            label={`Reject ${rejectable.length}`}
            title={`Reject ${rejectable.length} requests?`}
            subject="batch"
            hint="The requester reads it."
            isOffered={rejectable.length > 0}
            required
            destructive
            onOpenChange={setOpen}
            onConfirm={reason => decide('reject', rejectable, reason)}
          />
        </Flex>
      </Flex>
    </InfoCard>
  );
};
