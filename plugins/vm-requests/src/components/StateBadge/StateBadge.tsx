import { VmRequestSummary } from '@backlot/plugin-vm-requests-common';
import { stateWords, waitWords } from './stateWords';
import styles from './StateBadge.module.css';

/** Where a request stands in a word, in its colour; of one that stands still, what it waits for. */
export const StateBadge = (props: {
  request: Pick<VmRequestSummary, 'state' | 'wait'>;
}) => {
  const { state, wait } = props.request;
  const { label, tone } = wait ? waitWords[wait.for] : stateWords[state];
  return (
    <span
      className={`${styles.badge} ${styles[tone]}`}
      data-state={state}
      data-waits-for={wait?.for}
    >
      {label}
    </span>
  );
};
