import { SourceState } from '@backlot/plugin-vm-inventory-common';
import styles from './SourceStateBadge.module.css';

const words: Record<SourceState, string> = {
  loading: 'Loading',
  live: 'Live',
  stale: 'Stale',
  failed: 'Never answered',
};

/** A source's state in a word, with a dot of its colour. */
export const SourceStateBadge = ({ state }: { state: SourceState }) => (
  <span className={`${styles.badge} ${styles[state] ?? ''}`} role="status">
    {words[state]}
  </span>
);
