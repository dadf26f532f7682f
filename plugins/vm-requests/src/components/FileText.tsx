import styles from './FileText.module.css';

/** Text as it stands in a file; long lines are broken, so that nothing has to be scrolled to. */
export const FileText = ({ text }: { text: string }) => (
  <pre className={styles.text}>{text}</pre>
);
