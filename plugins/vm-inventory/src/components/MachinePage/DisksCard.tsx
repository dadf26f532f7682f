import { Flex, Text } from '@backstage/ui';
import { MachineDetails } from '@backlot/plugin-vm-inventory-common';
import { formatBytes, InfoCard } from '@backlot/ui-common';
import { TwoLines } from '../VirtualTable/TwoLines';
import { Names } from './useNames';
import styles from './MachinePage.module.css';

const provisioning = (thin: boolean | undefined) => {
  if (thin === undefined) {
    return '–';
  }
  return thin ? 'Thin' : 'Thick';
};

/** A share as a thin bar, beside words that say it. */
const ShareBar = (props: {
  /** From 0 to 1. */
  share: number;
}) => (
  <div className={styles.bar} aria-hidden>
    <span style={{ width: `${(props.share * 100).toFixed(2)}%` }} />
  </div>
);

/** Each disk of the machine, and what they take of what they may take. */
export const DisksCard = (props: {
  details: MachineDetails;
  names: Names | undefined;
}) => {
  const { disks, storage } = props.details;
  const largest = Math.max(...disks.map(disk => disk.capacityBytes));
  const most = storage && storage.committedBytes + storage.uncommittedBytes;
  return (
    <InfoCard title="Disks" className={styles.wide}>
      <Flex direction="column" gap="3">
        {disks.length === 0 ? (
          <Text>The source reports no disks.</Text>
        ) : (
          <table className={styles.table} aria-label="Disks">
            <thead>
              <tr>
                <th scope="col">Disk</th>
                <th scope="col">Size</th>
                <th scope="col">Datastore</th>
                <th scope="col">Provisioning</th>
                <th scope="col">Attached to</th>
              </tr>
            </thead>
            <tbody>
              {disks.map(disk => (
                <tr key={`${disk.label} ${disk.file}`}>
                  <th scope="row">
                    <TwoLines
                      title={disk.label}
                      description={disk.file ?? ''}
                    />
                  </th>
                  <td>
                    {formatBytes(disk.capacityBytes)}
                    {disks.length > 1 && (
                      <ShareBar share={disk.capacityBytes / largest} />
                    )}
                  </td>
                  <td>
                    {disk.datastore === undefined
                      ? '–'
                      : props.names?.datastores.get(disk.datastore) ??
                        disk.datastore}
                  </td>
                  <td>{provisioning(disk.thin)}</td>
                  <td>{disk.controller ?? '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {storage && most !== undefined && most > 0 && (
          <div>
            <Text variant="body-small" color="secondary">
              {formatBytes(storage.committedBytes)} taken of {formatBytes(most)}{' '}
              at most
            </Text>
            <ShareBar share={storage.committedBytes / most} />
          </div>
        )}
      </Flex>
    </InfoCard>
  );
};
