import { useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { Flex, Text } from '@backstage/ui';
import { VmRequest } from '@backlot/plugin-vm-requests-common';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import { ReasonDialog } from './ReasonDialog';

/** What one may do besides deciding: cancel before apply began, retry or roll back after. */
export const ChoicesCard = (props: {
  request: VmRequest;
  onDone: () => void;
}) => {
  const { request, onDone } = props;
  const api = useApi(vmRequestsApiRef);
  const [isOpen, setOpen] = useState(false);
  const { id, can, name, retry } = request;
  const then = async (work: Promise<unknown>) => {
    await work;
    onDone();
  };
  const choices = ['cancel', 'retry', 'roll-back'] as const;
  if (!isOpen && !choices.some(choice => can.includes(choice))) {
    return null;
  }
  return (
    <Flex direction="column" gap="2">
      {retry?.why && <Text as="p">{retry.why}</Text>}
      <Flex gap="2">
        <ReasonDialog
          label="Retry"
          title={`Plan and apply ${name} again?`}
          hint="Optional; kept in the history."
          isOffered={can.includes('retry')}
          variant="primary"
          onOpenChange={setOpen}
          onConfirm={reason => then(api.retry(id, { reason }))}
        />
        <ReasonDialog
          label="Roll back"
          title={`Destroy what exists of ${name}?`}
          hint="Kept in the history."
          isOffered={can.includes('roll-back')}
          variant={can.includes('retry') ? 'secondary' : 'primary'}
          required
          destructive
          onOpenChange={setOpen}
          onConfirm={(reason = '') => then(api.rollBack(id, { reason }))}
        />
        <ReasonDialog
          label="Cancel request"
          title={`Cancel the request for ${name}?`}
          hint="Optional. Everything that was set aside for it is given back."
          isOffered={can.includes('cancel')}
          destructive
          onOpenChange={setOpen}
          onConfirm={reason => then(api.cancel(id, { reason }))}
        />
      </Flex>
    </Flex>
  );
};
