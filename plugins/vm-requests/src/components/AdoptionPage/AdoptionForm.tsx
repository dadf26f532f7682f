import { useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { TextAreaField } from '@backstage/ui';
import { LoadProblem } from '@backlot/ui-common';
import {
  adoptTemplateOf,
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
import { ChecksSummary } from '../AskForSeveral/ChecksSummary';
import { ChecksTable } from '../AskForSeveral/ChecksTable';
import { SendBatch } from '../AskForSeveral/SendBatch';
import { keyOf } from './UnrequestedTable';

/** For whom several machines are adopted, and what would become of each. */
export const AdoptionForm = (props: { machines: UnrequestedMachine[] }) => {
  const { machines } = props;
  const api = useApi(vmRequestsApiRef);
  const [where, setWhere] = useState<string>();
  const chosen = usePolicy({ environment: where });
  const { policy, environment, error, reload } = chosen;
  const owners = useAdoptionOwners(chosen);
  const [stack, setStack] = useState<string>();
  const [blueprint, setBlueprint] = useState<string>();
  const [owner, setOwner] = useState<string>();
  const [reason, setReason] = useState('');

  const byKey = new Map(machines.map(machine => [keyOf(machine), machine]));
  const terms =
    where && blueprint && owner
      ? { environment: where, blueprint, owner, ...(stack && { stack }) }
      : undefined;
  const keys = [...byKey.keys()];
  const checks = useChecks(
    keys,
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
  const isReady =
    terms !== undefined &&
    checks.pending === 0 &&
    possible.length > 0 &&
    reason.trim() !== '';

  return (
    <>
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
      <ChecksSummary
        ids={keys}
        checks={checks}
        outcome={
          possible.length === machines.length
            ? `All ${machines.length} can be adopted.`
            : `${possible.length} of ${machines.length} can be adopted. The others are left out.`
        }
        instead={
          terms
            ? undefined
            : 'It is said here what would become of each, once environment, blueprint and owner are chosen.'
        }
      />
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
      <SendBatch
        label={
          possible.length === 1
            ? 'Request 1 adoption'
            : `Request ${possible.length} adoptions`
        }
        isDisabled={!isReady}
        send={idempotencyKey =>
          api.openAdoptions({
            idempotencyKey,
            ...terms!,
            reason: reason.trim(),
            machines: possible.map(({ source, id }) => ({
              source,
              machine: id,
            })),
          })
        }
        refused="The adoptions could not be requested"
      />
    </>
  );
};
