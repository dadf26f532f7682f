import { useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { Alert, Button, Flex, Text, TextAreaField } from '@backstage/ui';
import { LoadProblem, wordsOf } from '@backlot/ui-common';
import {
  adoptTemplateOf,
  RequestBatch,
  UnrequestedMachine,
} from '@backlot/plugin-vm-requests-common';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import {
  adoptionOwnerHelp,
  useAdoptionOwners,
} from '../../formFields/adoption/useAdoptionOwners';
import { environmentWords } from '../../formFields/environment/environmentWords';
import { ChoicePicker } from '../../formFields/pickers/ChoicePicker';
import { StackPicker } from '../../formFields/stack/StackPicker';
import { usePolicy } from '../../formFields/usePolicy';
import { useChecks } from '../../hooks/useChecks';
import { ChecksTable } from '../BatchChecks/ChecksTable';
import { keyOf } from './UnrequestedTable';

/** For whom several machines are adopted, and what would become of each. */
export const AdoptionForm = (props: {
  machines: UnrequestedMachine[];
  onBack: () => void;
  onRequested: (batch: RequestBatch) => void;
}) => {
  const { machines, onBack, onRequested } = props;
  const api = useApi(vmRequestsApiRef);
  const [where, setWhere] = useState<string>();
  const chosen = usePolicy({ environment: where });
  const { policy, environment, error, reload } = chosen;
  const owners = useAdoptionOwners(chosen);
  const [stack, setStack] = useState<string>();
  const [blueprint, setBlueprint] = useState<string>();
  const [owner, setOwner] = useState<string>();
  const [reason, setReason] = useState('');
  const [sending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<Error>();

  const byKey = new Map(machines.map(machine => [keyOf(machine), machine]));
  const terms =
    where && blueprint && owner
      ? { environment: where, blueprint, owner, ...(stack && { stack }) }
      : undefined;
  const checks = useChecks(
    [...byKey.keys()],
    terms &&
      ((key, signal) => {
        const { source, id } = byKey.get(key)!;
        return api.previewAdoption(
          { ...terms, source, machine: id },
          { signal },
        );
      }),
    [terms],
  );
  const possible = machines.filter(
    machine => checks.of(keyOf(machine)).value?.problems.length === 0,
  );
  const failed = machines.filter(machine => checks.of(keyOf(machine)).error);
  const isChecked = terms !== undefined && checks.pending === 0;

  const send = async () => {
    setSending(true);
    setRefusal(undefined);
    try {
      onRequested(
        await api.openAdoptions({
          ...terms!,
          reason: reason.trim(),
          machines: possible.map(({ source, id }) => ({ source, machine: id })),
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
      {error && (
        <LoadProblem error={error} what="the policy" onRetry={reload} />
      )}
      <ChoicePicker
        id="adoption-environment"
        label="Environment"
        required
        value={where}
        onChange={setWhere}
        choices={
          policy &&
          Object.entries(policy.environments).map(([value, each]) => ({
            value,
            label: each.title,
            detail: environmentWords(each),
          }))
        }
      />
      <StackPicker
        id="adoption-stack"
        label="Stack"
        policy={policy}
        environment={environment}
        value={stack}
        onChange={setStack}
      />
      <ChoicePicker
        id="adoption-blueprint"
        label="Blueprint"
        help="What their files are written by"
        required
        value={blueprint}
        onChange={setBlueprint}
        choices={
          policy &&
          Object.entries(policy.blueprints)
            .filter(
              ([name, each]) =>
                adoptTemplateOf(name, each) !== undefined &&
                (!where ||
                  (policy.environments[where]?.blueprints?.includes(name) ??
                    true)),
            )
            .map(([value, each]) => ({ value, label: each.title }))
        }
        chooseOnly
      />
      <ChoicePicker
        id="adoption-owner"
        label="Owner"
        help={adoptionOwnerHelp}
        required
        value={owner}
        onChange={setOwner}
        choices={owners.value}
        problem={owners.error}
        onRetry={owners.reload}
      />
      <TextAreaField
        label="Reason"
        description="The approvers read it"
        isRequired
        value={reason}
        onChange={setReason}
      />
      <Flex direction="column" gap="2" role="status" aria-busy={!isChecked}>
        <Text weight="bold">
          {terms === undefined &&
            'It is said here what would become of each, once environment, blueprint and owner are chosen.'}
          {terms !== undefined &&
            !isChecked &&
            `${machines.length - checks.pending} of ${
              machines.length
            } checked …`}
          {isChecked &&
            (possible.length === machines.length
              ? `All ${machines.length} can be adopted.`
              : `${possible.length} of ${machines.length} can be adopted. The others are left out.`)}
        </Text>
        {isChecked && failed.length > 0 && (
          <Flex>
            <Button variant="secondary" onPress={checks.retry}>
              Check again what is not known
            </Button>
          </Flex>
        )}
      </Flex>
      {terms && (
        <ChecksTable
          machines={machines.map(machine => ({
            id: keyOf(machine),
            name: machine.name,
            detail: keyOf(machine),
          }))}
          checks={checks}
          possible="Can be adopted"
        />
      )}
      {refusal && (
        <Alert
          role="alert"
          status="danger"
          icon
          title="The adoptions could not be requested"
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
            ? 'Request 1 adoption'
            : `Request ${possible.length} adoptions`}
        </Button>
      </Flex>
    </Flex>
  );
};
