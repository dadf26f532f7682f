import { PowerState } from '@backlot/plugin-vm-inventory-common';
import styles from './PowerBadge.module.css';

const words: Record<PowerState, string> = {
  on: 'On',
  off: 'Off',
  suspended: 'Suspended',
};

/** A machine's power state in a word, with a dot of its colour. */
export const PowerBadge = ({ power }: { power: PowerState }) => (
  <span className={`${styles.power} ${styles[power] ?? ''}`}>
    {words[power]}
  </span>
);
