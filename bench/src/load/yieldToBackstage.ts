import { readdirSync } from 'node:fs';
import { setPriority } from 'node:os';
import { basename } from 'node:path';
import { ifStillThere, runningProcesses } from './runningProcesses';

const peers = ['gitea', 'atlantis', 'vcenter-simulator'];
const lowest = 19;

/**
 * Gives the peers that run here, and what they start from now on, the processor only while Backstage
 * does not want it, as if they ran on computers of their own.
 *
 * @returns how many there are
 */
export function yieldToBackstage(): number {
  const running = runningProcesses().filter(({ command }) =>
    peers.includes(basename(command[0])),
  );
  for (const { id } of running) {
    // A priority is a thread's; those that are started later take it over.
    const threads = ifStillThere(() => readdirSync(`/proc/${id}/task`)) ?? [];
    for (const thread of threads) {
      ifStillThere(() => setPriority(Number(thread), lowest));
    }
  }
  return running.length;
}
