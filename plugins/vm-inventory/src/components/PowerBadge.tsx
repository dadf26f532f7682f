import { Machine, PowerState } from '@backlot/plugin-vm-inventory-common';
import { Tone, ToneBadge } from '@backlot/ui-common';
import { connectionOf, connectionWords } from './connections';

const words: Record<PowerState, string> = {
  on: 'On',
  off: 'Off',
  suspended: 'Suspended',
};

const tones: Record<PowerState, Tone> = {
  on: 'success',
  off: 'neutral',
  suspended: 'warning',
};

/**
 * Whether a machine runs, in a word with a dot of its colour. Of one that its source does not reach,
 * nobody knows: it says why instead.
 */
export const PowerBadge = ({ machine }: { machine: PoweredMachine }) => {
  const connection = connectionOf(machine);
  return connection === 'connected' ? (
    <ToneBadge tone={tones[machine.power]}>{words[machine.power]}</ToneBadge>
  ) : (
    <ToneBadge tone="danger">{connectionWords[connection]}</ToneBadge>
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
