import { Machine } from '@backlot/plugin-vm-inventory-common';
import { HistoryCard } from './HistoryCard';
import { PowerCard } from './PowerCard';
import { SnapshotsCard } from './SnapshotsCard';
import { useMachineOperations } from './useMachineOperations';
import styles from '../MachinePage/MachinePage.module.css';

/** Power and snapshots of a machine, and who did what with them. */
export const MachineOperationsCards = (props: {
  machine: Machine;
  /** Called when the machine may be another than before. */
  onChange: () => void;
}) => {
  const { machine, onChange } = props;
  const operations = useMachineOperations(machine, onChange);
  return (
    <div className={styles.cards}>
      <PowerCard machine={machine} operations={operations} />
      <SnapshotsCard machine={machine} operations={operations} />
      <HistoryCard machine={machine} history={operations.history} />
    </div>
  );
};
