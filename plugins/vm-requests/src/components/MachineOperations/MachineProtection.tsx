import { useApi } from '@backstage/core-plugin-api';
import { Badge, Flex, Text } from '@backstage/ui';
import { LedgerMachineDetail } from '@backlot/plugin-vm-requests-common';
import { RiShieldCheckLine } from '@remixicon/react';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import { ReasonDialog } from '../RequestPage/ReasonDialog';

/** What the backend accepts. */
const LONGEST_REASON = 500;

/** Whether a machine is protected from being decommissioned, and the button of whoever may change that. */
export const MachineProtection = (props: {
  machine: LedgerMachineDetail;
  onChange: () => void;
}) => {
  const { machine, onChange } = props;
  const { id, name, isProtected, mayProtect } = machine;
  const api = useApi(vmRequestsApiRef);
  const protect = async (protects: boolean, reason: string) => {
    await api.protect(id, { isProtected: protects, reason });
    onChange();
  };
  if (!isProtected && !mayProtect) {
    return null;
  }
  return (
    <Flex align="center" gap="3" style={{ flexWrap: 'wrap' }}>
      {isProtected && (
        <Badge icon={<RiShieldCheckLine aria-hidden />}>Protected</Badge>
      )}
      <Text role="status" color="secondary">
        {isProtected
          ? 'Nobody can decommission it until the protection is taken away.'
          : 'It is not protected from being decommissioned.'}
      </Text>
      <ReasonDialog
        label="Protect"
        title={`Protect ${name} from being decommissioned?`}
        hint="Kept in the history of the request that made it."
        subject="machine"
        isOffered={mayProtect && !isProtected}
        required
        longest={LONGEST_REASON}
        onConfirm={(reason = '') => protect(true, reason)}
      />
      <ReasonDialog
        label="Take protection away"
        title={`Take the protection of ${name} away?`}
        hint="Kept in the history of the request that made it."
        subject="machine"
        isOffered={mayProtect && isProtected}
        required
        longest={LONGEST_REASON}
        onConfirm={(reason = '') => protect(false, reason)}
      />
    </Flex>
  );
};
