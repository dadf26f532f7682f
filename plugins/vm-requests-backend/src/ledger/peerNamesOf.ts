import { Obstacle, Stack } from '@backlot/plugin-vm-requests-common';
import { LedgerSettings } from './LedgerSettings';

/** How sentences begin about those of whom there are several. */
export type PeerNames = Partial<Record<Obstacle, string>>;

const DEFAULT = 'default';

/** How sentences about a stack's forge and Atlantis begin; those that have no name are called as ever. */
export function namesOfStack({ forge, atlantis }: Stack): PeerNames {
  return {
    forge: forge === DEFAULT ? undefined : `The Git forge ${forge}`,
    atlantis: atlantis === DEFAULT ? undefined : `Atlantis ${atlantis}`,
  };
}

/** How sentences about those begin who work for a request. */
export function peerNamesOf(
  { stacks }: Pick<LedgerSettings, 'stacks'>,
  { stack }: { stack: string },
): PeerNames {
  return Object.hasOwn(stacks, stack) ? namesOfStack(stacks[stack]) : {};
}
