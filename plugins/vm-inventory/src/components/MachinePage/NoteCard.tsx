import { InfoCard } from './InfoCard';
import styles from './MachinePage.module.css';

/** What somebody wrote about the machine in its source. */
export const NoteCard = ({ note }: { note: string | undefined }) =>
  note ? (
    <InfoCard title="Note" wide>
      <p className={styles.note}>{note}</p>
    </InfoCard>
  ) : null;
