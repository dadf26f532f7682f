import { useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { Alert, Text, TextAreaField } from '@backstage/ui';
import { LedgerMachine } from '@backlot/plugin-vm-requests-common';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import { StartPicker } from '../../formFields/start/StartPicker';
import { usePolicy } from '../../formFields/usePolicy';
import { useChecks } from '../../hooks/useChecks';
import { ChecksSummary } from '../AskForSeveral/ChecksSummary';
import { ChecksTable } from '../AskForSeveral/ChecksTable';
import { SendBatch } from '../AskForSeveral/SendBatch';

/** What the upgrade of several machines would do to each, one after another. */
export const UpgradeForm = (props: { machines: LedgerMachine[] }) => {
  const { machines } = props;
  const api = useApi(vmRequestsApiRef);
  const [reason, setReason] = useState('');
  const chosen = usePolicy({});
  const [startAt, setStartAt] = useState<string>();
  const ids = machines.map(({ id }) => id);
  const checks = useChecks(
    ids,
    (id, signal) =>
      api.previewOperation(id, { kind: 'upgrade', input: {} }, { signal }),
    [],
  );
  const previewOf = ({ id }: LedgerMachine) => checks.of(id).value;
  const possible = machines.filter(
    machine => previewOf(machine)?.problems.length === 0,
  );
  const interrupted = possible.filter(
    machine => previewOf(machine)?.interrupts !== undefined,
  );

  return (
    <>
      <Text>
        They are upgraded one after another, in this order: the next is begun
        when the one before is done. Where one is not what was expected, the
        rest waits for you. Begin with one that nobody misses.
      </Text>
      <ChecksSummary
        ids={ids}
        checks={checks}
        outcome={`${possible.length} of ${machines.length} can be upgraded.`}
      />
      {interrupted.length > 0 && (
        <Alert
          status="warning"
          icon
          title={`${interrupted.length} of them may be restarted`}
          description={`Their users will notice: ${interrupted
            .map(({ name }) => name)
            .join(', ')}. The plan of each says it for certain.`}
        />
      )}
      <ChecksTable
        machines={machines.map(({ id, name, fqdn }) => ({
          id,
          name,
          detail: fqdn,
        }))}
        checks={checks}
        possible="Can be upgraded"
      />
      <TextAreaField
        label="Reason"
        description="The approvers read it"
        isRequired
        value={reason}
        onChange={setReason}
      />
      <StartPicker
        id="upgrade-start"
        label="Start"
        chosen={chosen}
        value={startAt}
        onChange={setStartAt}
      />
      <SendBatch
        label={
          possible.length === 1
            ? 'Request 1 upgrade'
            : `Request ${possible.length} upgrades in turn`
        }
        isDisabled={
          checks.pending > 0 || possible.length === 0 || reason.trim() === ''
        }
        send={idempotencyKey =>
          api.openBatch({
            idempotencyKey,
            kind: 'upgrade',
            reason: reason.trim(),
            inTurn: true,
            machines: possible.map(({ id }) => ({
              id,
              ...(startAt && { values: { startAt } }),
            })),
          })
        }
        refused="The upgrades could not be requested"
      />
    </>
  );
};
