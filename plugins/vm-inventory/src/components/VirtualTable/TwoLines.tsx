import { ReactNode } from 'react';
import styles from './TwoLines.module.css';

/** What a cell says, and in smaller letters what belongs to it. */
export const TwoLines = (props: { title: ReactNode; description: string }) => (
  <div className={styles.lines}>
    <span className={styles.line}>{props.title}</span>
    <span className={styles.description}>{props.description}</span>
  </div>
);
