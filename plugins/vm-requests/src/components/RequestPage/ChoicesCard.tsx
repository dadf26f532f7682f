import { useApi } from '@backstage/core-plugin-api';
import { Flex } from '@backstage/ui';
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
  const { id, can, name } = request;
  const then = async (work: Promise<unknown>) => {
    await work;
    onDone();
  };
  const choices = ['cancel', 'retry', 'roll-back'] as const;
  if (!choices.some(choice => can.includes(choice))) {
    return null;
  }
  return (
    <Flex gap="2">
      {can.includes('retry') && (
        <ReasonDialog
          label="Retry"
          title={`Plan and apply ${name} again?`}
          hint="Optional; kept in the history."
          variant="primary"
          onConfirm={reason => then(api.retry(id, { reason }))}
        />
      )}
      {can.includes('roll-back') && (
        <ReasonDialog
          label="Roll back"
          title={`Destroy what exists of ${name}?`}
          hint="Kept in the history."
          required
          destructive
          onConfirm={(reason = '') => then(api.rollBack(id, { reason }))}
        />
      )}
      {can.includes('cancel') && (
        <ReasonDialog
          label="Cancel request"
          title={`Cancel ${name}?`}
          hint="Optional. Everything that was taken for it is given back."
          destructive
          onConfirm={reason => then(api.cancel(id, { reason }))}
        />
      )}
    </Flex>
  );
};
