import { useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { Flex, Text } from '@backstage/ui';
import { VmRequest } from '@backlot/plugin-vm-requests-common';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import { ReasonDialog } from './ReasonDialog';

/** What one may do besides deciding: cancel or apply now while nothing is applied; retry, plan anew or roll back after. */
export const ChoicesCard = (props: {
  request: VmRequest;
  onDone: () => void;
}) => {
  const { request, onDone } = props;
  const api = useApi(vmRequestsApiRef);
  const [isOpen, setOpen] = useState(false);
  const { id, can, name, retry, replaced, mayExist, lifecycle } = request;
  const withdraws = replaced !== undefined && mayExist;
  const then = async (work: Promise<unknown>) => {
    await work;
    onDone();
  };
  const choices = ['cancel', 'start', 'retry', 'replan', 'roll-back'] as const;
  const [first] = (['retry', 'replan', 'roll-back'] as const).filter(choice =>
    can.includes(choice),
  );
  const variantOf = (choice: typeof first) =>
    choice === first ? 'primary' : 'secondary';
  if (!isOpen && !retry?.why && !choices.some(choice => can.includes(choice))) {
    return null;
  }
  return (
    <Flex direction="column" gap="2">
      {retry?.why && <Text as="p">{retry.why}</Text>}
      <Flex gap="2">
        <ReasonDialog
          label="Apply now"
          title={`Apply ${name} now?`}
          hint="Optional; kept in the history. Its start is put to now. Change windows and freezes of policy still bind."
          isOffered={can.includes('start')}
          variant="primary"
          onOpenChange={setOpen}
          onConfirm={reason => then(api.start(id, { reason }))}
        />
        <ReasonDialog
          label="Retry"
          title={`Plan and apply ${name} again?`}
          hint="Optional; kept in the history."
          isOffered={can.includes('retry')}
          variant={variantOf('retry')}
          onOpenChange={setOpen}
          onConfirm={reason => then(api.retry(id, { reason }))}
        />
        <ReasonDialog
          label="Plan anew"
          title={`Plan ${name} anew?`}
          hint="Optional; kept in the history. Another plan than the approved one goes to the approvers, and the approved one is not valid any more."
          isOffered={can.includes('replan')}
          variant={variantOf('replan')}
          onOpenChange={setOpen}
          onConfirm={reason => then(api.replan(id, { reason }))}
        />
        <ReasonDialog
          label="Roll back"
          title={
            lifecycle === 'building'
              ? `Destroy what exists of ${name}?`
              : `Change ${name} back to what was applied before?`
          }
          hint="Kept in the history."
          isOffered={can.includes('roll-back')}
          variant={variantOf('roll-back')}
          required
          destructive
          onOpenChange={setOpen}
          onConfirm={(reason = '') => then(api.rollBack(id, { reason }))}
        />
        <ReasonDialog
          label={withdraws ? 'Withdraw the new plan' : 'Cancel request'}
          title={
            withdraws
              ? `Withdraw the new plan of ${name}?`
              : `Cancel the request for ${name}?`
          }
          hint={
            withdraws
              ? 'Optional. Something of it may be applied, so nothing is given back: you choose again what happens next.'
              : 'Optional. Everything that was set aside for it is given back.'
          }
          isOffered={can.includes('cancel')}
          destructive
          onOpenChange={setOpen}
          onConfirm={reason => then(api.cancel(id, { reason }))}
        />
      </Flex>
    </Flex>
  );
};
