import { InfoCard } from '@backlot/ui-common';
import styles from './MachinePage.module.css';

/** What somebody wrote about the machine in its source. */
export const NoteCard = ({ note }: { note: string | undefined }) =>
  note ? (
    <InfoCard title="Note" className={styles.wide}>
      <p className={styles.note}>{note}</p>
    </InfoCard>
  ) : null;
