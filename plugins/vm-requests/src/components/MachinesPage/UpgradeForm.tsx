import { useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { Alert, Button, Flex, Text, TextAreaField } from '@backstage/ui';
import { wordsOf } from '@backlot/ui-common';
import {
  LedgerMachine,
  RequestBatch,
} from '@backlot/plugin-vm-requests-common';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import { StartPicker } from '../../formFields/start/StartPicker';
import { usePolicy } from '../../formFields/usePolicy';
import { useChecks } from '../../hooks/useChecks';
import { ChecksTable } from '../BatchChecks/ChecksTable';

/** What the upgrade of several machines would do to each, one after another. */
export const UpgradeForm = (props: {
  machines: LedgerMachine[];
  onBack: () => void;
  onRequested: (batch: RequestBatch) => void;
}) => {
  const { machines, onBack, onRequested } = props;
  const api = useApi(vmRequestsApiRef);
  const [reason, setReason] = useState('');
  const chosen = usePolicy({});
  const [startAt, setStartAt] = useState<string>();
  const [sending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<Error>();
  const checks = useChecks(
    machines.map(({ id }) => id),
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
  const failed = machines.some(({ id }) => checks.of(id).error);
  const isChecked = checks.pending === 0;

  const send = async () => {
    setSending(true);
    setRefusal(undefined);
    try {
      onRequested(
        await api.openBatch({
          kind: 'upgrade',
          reason: reason.trim(),
          inTurn: true,
          machines: possible.map(({ id }) => ({
            id,
            ...(startAt && { values: { startAt } }),
          })),
        }),
      );
    } catch (problem) {
      setRefusal(problem as Error);
      setSending(false);
    }
  };

  return (
    <Flex direction="column" gap="4">
      <Flex>
        <Button variant="tertiary" onPress={onBack}>
          ← Choose others
        </Button>
      </Flex>
      <Text>
        They are upgraded one after another, in this order: the next is begun
        when the one before is done. Where one is not what was expected, the
        rest waits for you. Begin with one that nobody misses.
      </Text>
      <Flex direction="column" gap="2" role="status" aria-busy={!isChecked}>
        <Text weight="bold">
          {isChecked
            ? `${possible.length} of ${machines.length} can be upgraded.`
            : `${machines.length - checks.pending} of ${
                machines.length
              } checked …`}
        </Text>
        {isChecked && failed && (
          <Flex>
            <Button variant="secondary" onPress={checks.retry}>
              Check again what is not known
            </Button>
          </Flex>
        )}
      </Flex>
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
      {refusal && (
        <Alert
          role="alert"
          status="danger"
          icon
          title="The upgrades could not be requested"
          description={wordsOf(refusal)}
        />
      )}
      <Flex>
        <Button
          variant="primary"
          isPending={sending}
          isDisabled={
            !isChecked || possible.length === 0 || reason.trim() === ''
          }
          onPress={send}
        >
          {possible.length === 1
            ? 'Request 1 upgrade'
            : `Request ${possible.length} upgrades in turn`}
        </Button>
      </Flex>
    </Flex>
  );
};
