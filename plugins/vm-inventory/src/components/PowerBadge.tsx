import { Machine, PowerState } from '@backlot/plugin-vm-inventory-common';
import { connectionOf, connectionWords } from './connections';
import styles from './PowerBadge.module.css';

const words: Record<PowerState, string> = {
  on: 'On',
  off: 'Off',
  suspended: 'Suspended',
};

/**
 * Whether a machine runs, in a word with a dot of its colour. Of one that its source does not reach,
 * nobody knows: it says why instead.
 */
export const PowerBadge = ({ machine }: { machine: PoweredMachine }) => {
  const connection = connectionOf(machine);
  const colour = connection === 'connected' ? machine.power : 'unreached';
  return (
    <span className={`${styles.power} ${styles[colour] ?? ''}`}>
      {connection === 'connected'
        ? words[machine.power]
        : connectionWords[connection]}
    </span>
  );
};

/** What the badge looks at. */
export type PoweredMachine = Pick<Machine, 'power' | 'connection'>;

/** The last that is known of the power of a machine that its source does not reach. */
export function lastKnownPower(machine: PoweredMachine): string | undefined {
  return connectionOf(machine) === 'connected'
    ? undefined
    : `last known: ${words[machine.power].toLowerCase()}`;
}
