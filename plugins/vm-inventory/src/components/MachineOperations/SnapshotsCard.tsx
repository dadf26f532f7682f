import { useApi } from '@backstage/core-plugin-api';
import { ResponseError } from '@backstage/errors';
import { Alert, Flex, Skeleton, Text } from '@backstage/ui';
import {
  Machine,
  MachineSnapshotFacts,
} from '@backlot/plugin-vm-inventory-common';
import { vmInventoryApiRef } from '@backlot/plugin-vm-inventory-react';
import {
  formatBytes,
  InfoCard,
  LoadProblem,
  RelativeTime,
  TextWithOwners,
  wordsOf,
} from '@backlot/ui-common';
import { TwoLines } from '../VirtualTable/TwoLines';
import { ConfirmDialog } from './ConfirmDialog';
import { TakeSnapshot } from './TakeSnapshot';
import { MachineOperations } from './useMachineOperations';
import styles from '../MachinePage/MachinePage.module.css';

const NOT_IMPLEMENTED = 501;
const DAY_MS = 24 * 60 * 60 * 1000;
/** VMware's advice is 72 hours. */
const OLD_MS = 3 * DAY_MS;

const powers = { on: 'on', off: 'off', suspended: 'suspended' };

function isOld({ createdAt }: MachineSnapshotFacts, now: number): boolean {
  return createdAt !== undefined && now - Date.parse(createdAt) > OLD_MS;
}

function revertConsequence(
  snapshot: MachineSnapshotFacts,
  machine: Machine,
): string {
  const after = snapshot.power
    ? ` Afterwards it is ${powers[snapshot.power]}.`
    : '';
  return `${machine.name} becomes what it was when the snapshot was taken. All that was written since is lost, and whoever uses the machine is interrupted.${after}`;
}

const SnapshotRow = (props: {
  machine: Machine;
  snapshot: MachineSnapshotFacts;
  depth: number;
  isDisabled: boolean;
  operations: MachineOperations;
}) => {
  const { machine, snapshot, depth, isDisabled, operations } = props;
  const api = useApi(vmInventoryApiRef);
  const { id, name, description, createdAt, sizeBytes } = snapshot;
  return (
    <tr>
      <th
        scope="row"
        style={{ paddingLeft: `calc(var(--bui-space-2) + ${depth} * 1.5rem)` }}
      >
        <TwoLines
          title={snapshot.current ? `${name} (current)` : name}
          description={description ?? ''}
        />
      </th>
      <td>{createdAt ? <RelativeTime at={createdAt} /> : '–'}</td>
      <td>
        <TextWithOwners text={snapshot.takenBy ?? '–'} />
      </td>
      <td>{sizeBytes === undefined ? '–' : formatBytes(sizeBytes)}</td>
      <td>
        <Flex gap="2" style={{ flexWrap: 'wrap' }}>
          <ConfirmDialog
            label="Revert"
            aria-label={`Revert to ${name}`}
            size="small"
            title={`Revert ${machine.name} to '${name}'?`}
            consequence={revertConsequence(snapshot, machine)}
            destructive
            isDisabled={isDisabled}
            onConfirm={async () =>
              operations.follow(await api.revertToSnapshot(machine, id))
            }
          />
          <ConfirmDialog
            label="Delete"
            aria-label={`Delete ${name}`}
            size="small"
            title={`Delete '${name}'?`}
            consequence={`${machine.name} stays as it is, and can no longer be brought back to this snapshot. Those that were taken on top of it stay. It may take long, and slow the machine down while it does.`}
            destructive
            isDisabled={isDisabled}
            onConfirm={async () =>
              operations.follow(await api.deleteSnapshot(machine, id))
            }
          />
        </Flex>
      </td>
    </tr>
  );
};

/** How many snapshots each is on top of. */
function depthsOf(snapshots: MachineSnapshotFacts[]): Map<string, number> {
  const depths = new Map<string, number>();
  for (const { id, parent } of snapshots) {
    depths.set(id, parent === undefined ? 0 : (depths.get(parent) ?? 0) + 1);
  }
  return depths;
}

/** The snapshots of a machine, each below the one that it was taken on top of. */
export const SnapshotsCard = (props: {
  machine: Machine;
  operations: MachineOperations;
}) => {
  const { machine, operations } = props;
  const { offer, snapshots, running } = operations;
  const { value, error, reload } = snapshots;
  if (error instanceof ResponseError && error.statusCode === NOT_IMPLEMENTED) {
    return (
      <InfoCard title="Snapshots" className={styles.wide}>
        <Text color="secondary">{wordsOf(error)}</Text>
      </InfoCard>
    );
  }
  const verdict = offer.value?.snapshots;
  const isDisabled = !verdict?.allowed || running !== undefined;
  const old = (value?.items ?? []).filter(each => isOld(each, Date.now()));
  const depths = depthsOf(value?.items ?? []);
  return (
    <InfoCard title="Snapshots" className={styles.wide}>
      <Flex direction="column" gap="3">
        {error && (
          <LoadProblem error={error} what="the snapshots" onRetry={reload} />
        )}
        {!value && !error && (
          <Skeleton
            height={96}
            role="status"
            aria-label="Loading the snapshots"
          />
        )}
        {old.length > 0 && (
          <Alert
            role="status"
            status="warning"
            icon
            title={
              old.length === 1
                ? `'${old[0].name}' is more than three days old`
                : `${old.length} snapshots are more than three days old`
            }
            description="Snapshots grow with each change and slow the machine down. Delete those that are not needed any more."
          />
        )}
        {value && value.items.length === 0 && <Text>There are none.</Text>}
        {value && value.items.length > 0 && (
          <table className={styles.table} aria-label="Snapshots">
            <thead>
              <tr>
                <th scope="col">Snapshot</th>
                <th scope="col">Taken</th>
                <th scope="col">By</th>
                <th scope="col">Size</th>
                <th scope="col">Actions</th>
              </tr>
            </thead>
            <tbody>
              {value.items.map(snapshot => (
                <SnapshotRow
                  key={snapshot.id}
                  machine={machine}
                  snapshot={snapshot}
                  depth={depths.get(snapshot.id) ?? 0}
                  isDisabled={isDisabled}
                  operations={operations}
                />
              ))}
            </tbody>
          </table>
        )}
        {value && (
          <Flex>
            <TakeSnapshot
              machine={machine}
              isDisabled={isDisabled}
              operations={operations}
            />
          </Flex>
        )}
        {verdict?.reason && (
          <Text color="secondary">
            <TextWithOwners text={verdict.reason} />
          </Text>
        )}
      </Flex>
    </InfoCard>
  );
};
