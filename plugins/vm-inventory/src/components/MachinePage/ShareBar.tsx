import styles from './MachinePage.module.css';

/** A share as a thin bar, beside words that say it. */
export const ShareBar = (props: {
  /** From 0 to 1. */
  share: number;
}) => (
  <div className={styles.bar} aria-hidden>
    <span style={{ width: `${(props.share * 100).toFixed(2)}%` }} />
  </div>
);
