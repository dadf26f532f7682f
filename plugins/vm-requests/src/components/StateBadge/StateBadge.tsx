import { RequestState } from '@backlot/plugin-vm-requests-common';
import { stateWords } from './stateWords';
import styles from './StateBadge.module.css';

/** A request's state in a word, in its colour. */
export const StateBadge = ({ state }: { state: RequestState }) => {
  const { label, tone } = stateWords[state];
  return (
    <span className={`${styles.badge} ${styles[tone]}`} data-state={state}>
      {label}
    </span>
  );
};
