import { useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { Alert, Checkbox, Flex, Skeleton, Text } from '@backstage/ui';
import {
  Machine,
  MachinePowerOperation,
} from '@backlot/plugin-vm-inventory-common';
import { vmInventoryApiRef } from '@backlot/plugin-vm-inventory-react';
import {
  InfoCard,
  LoadProblem,
  RelativeTime,
  TextWithOwners,
} from '@backlot/ui-common';
import { ConfirmDialog } from './ConfirmDialog';
import {
  describeOperation,
  destructiveOperations,
  forcedConsequences,
  operationLabels,
  powerConsequences,
  powerOperationsOf,
} from './describeOperation';
import { MachineOperations } from './useMachineOperations';
import styles from '../MachinePage/MachinePage.module.css';

const PowerButton = (props: {
  machine: Machine;
  operation: MachinePowerOperation;
  isDisabled: boolean;
  operations: MachineOperations;
}) => {
  const { machine, operation, isDisabled, operations } = props;
  const api = useApi(vmInventoryApiRef);
  const [force, setForce] = useState(false);
  const forced = forcedConsequences[operation];
  const label = operationLabels[operation];
  return (
    <ConfirmDialog
      label={label}
      title={`${label} ${machine.name}?`}
      consequence={powerConsequences[operation]}
      destructive={destructiveOperations.includes(operation)}
      isDisabled={isDisabled}
      onConfirm={async () => {
        operations.follow(
          await api.changePower(machine, {
            operation,
            ...(forced && force && { force }),
          }),
        );
        setForce(false);
      }}
    >
      {forced && (
        <Checkbox isSelected={force} onChange={setForce}>
          {forced}: what it has not written to disk is then lost.
        </Checkbox>
      )}
    </ConfirmDialog>
  );
};

/** How the last thing went that was begun here. */
const Ended = ({ ended }: Pick<MachineOperations, 'ended'>) => {
  if (!ended) {
    return null;
  }
  const words = describeOperation(ended);
  if (ended.outcome === 'done') {
    return (
      <Alert role="status" status="success" icon title={`${words}: done`} />
    );
  }
  return (
    <Alert
      role="alert"
      status={ended.outcome === 'failed' ? 'danger' : 'warning'}
      icon
      title={
        ended.outcome === 'failed'
          ? `${words} did not work`
          : `${words}: nobody knows how it went`
      }
      description={ended.error}
    />
  );
};

/** Powers the machine, and says what is done to it now or what stands in the way. */
export const PowerCard = (props: {
  machine: Machine;
  operations: MachineOperations;
}) => {
  const { machine, operations } = props;
  const { offer, running, ended } = operations;
  const verdict = offer.value?.power;
  return (
    <InfoCard title="Power" className={styles.wide}>
      <Flex direction="column" gap="3">
        {offer.error && (
          <LoadProblem
            error={offer.error}
            what="what can be done to the machine"
            onRetry={offer.reload}
          />
        )}
        {!offer.value && !offer.error && (
          <Skeleton
            height={32}
            role="status"
            aria-label="Loading what can be done to the machine"
          />
        )}
        {verdict && (
          <Flex gap="2" style={{ flexWrap: 'wrap' }}>
            {powerOperationsOf[machine.power].map(operation => (
              <PowerButton
                key={operation}
                machine={machine}
                operation={operation}
                isDisabled={!verdict.allowed || running !== undefined}
                operations={operations}
              />
            ))}
          </Flex>
        )}
        {verdict?.reason && (
          <Text color="secondary">
            <TextWithOwners text={verdict.reason} />
          </Text>
        )}
        {running && (
          <Alert
            role="status"
            status="info"
            loading
            title={`${describeOperation(running)}: under way`}
            description={
              <>
                Begun by <TextWithOwners text={running.by} />,{' '}
                <RelativeTime at={running.at} />. It goes on when you leave this
                page.
              </>
            }
          />
        )}
        {!running && <Ended ended={ended} />}
      </Flex>
    </InfoCard>
  );
};
