import { useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import {
  Flex,
  Radio,
  RadioGroup,
  TextAreaField,
  TextField,
} from '@backstage/ui';
import { Machine } from '@backlot/plugin-vm-inventory-common';
import { vmInventoryApiRef } from '@backlot/plugin-vm-inventory-react';
import { ConfirmDialog } from './ConfirmDialog';
import { MachineOperations } from './useMachineOperations';

/** What the backend accepts. */
const LONGEST_NAME = 80;
const LONGEST_DESCRIPTION = 1000;

type Contents = 'disks' | 'memory' | 'quiesce';

/** Takes a snapshot. */
export const TakeSnapshot = (props: {
  machine: Machine;
  isDisabled: boolean;
  operations: MachineOperations;
}) => {
  const { machine, isDisabled, operations } = props;
  const api = useApi(vmInventoryApiRef);
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const [contents, setContents] = useState<Contents>('disks');
  const isOn = machine.power === 'on';
  return (
    <ConfirmDialog
      label="Take snapshot"
      title={`Take a snapshot of ${machine.name}?`}
      consequence="The machine can be brought back to what it is now. A snapshot is no backup: it grows with each change, slows the machine down, and should be deleted within days."
      isDisabled={isDisabled}
      isComplete={name.trim() !== ''}
      onConfirm={async () => {
        operations.follow(
          await api.takeSnapshot(machine, {
            name: name.trim(),
            ...(description.trim() && { description: description.trim() }),
            ...(isOn && contents === 'memory' && { memory: true }),
            ...(isOn && contents === 'quiesce' && { quiesce: true }),
          }),
        );
        setName('');
        setDescription('');
      }}
    >
      <Flex direction="column" gap="3">
        <TextField
          label="Name"
          description="E.g. before the update to 9.6"
          isRequired
          maxLength={LONGEST_NAME}
          value={name}
          onChange={setName}
        />
        <TextAreaField
          label="Description"
          maxLength={LONGEST_DESCRIPTION}
          value={description}
          onChange={setDescription}
        />
        {isOn && (
          <RadioGroup
            label="What it holds"
            value={contents}
            onChange={value => setContents(value as Contents)}
          >
            <Radio value="disks">
              The disks as they are: after a revert the machine is off
            </Radio>
            <Radio value="quiesce">
              The disks, after the guest has written its files out: after a
              revert the machine is off
            </Radio>
            <Radio value="memory">
              Disks and memory: after a revert the machine runs on; taking it
              stops the machine for a while
            </Radio>
          </RadioGroup>
        )}
      </Flex>
    </ConfirmDialog>
  );
};
