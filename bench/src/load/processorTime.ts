import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { ifStillThere, runningProcesses } from './runningProcesses';

/** Whose processor time is told apart. */
export const programs = ['Gitea', 'Atlantis', 'Backstage'] as const;

/** Seconds on a core, of the program and of what it has started. */
export type ProcessorTime = Record<(typeof programs)[number], number>;

const ticksPerSecond = 100;

function programOf(command: string[]): keyof ProcessorTime | undefined {
  switch (basename(command[0])) {
    case 'gitea':
      return 'Gitea';
    case 'atlantis':
      return 'Atlantis';
    default:
      return command.includes('src/index.ts') ? 'Backstage' : undefined;
  }
}

/** Of a line of `/proc/<pid>/stat`: its own ticks and those of children that have ended. */
export function secondsOf(stat: string): number {
  // The name before it may hold anything, blanks and brackets included.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(11, 15).map(Number);
  return ticks.reduce((sum, each) => sum + each, 0) / ticksPerSecond;
}

/** What the programs have used by now; they are to be running. */
export function processorTime(): ProcessorTime {
  const used: ProcessorTime = { Gitea: 0, Atlantis: 0, Backstage: 0 };
  for (const { id, command } of runningProcesses()) {
    const program = programOf(command);
    if (program) {
      const stat = ifStillThere(() => readFileSync(`/proc/${id}/stat`, 'utf8'));
      used[program] += stat === undefined ? 0 : secondsOf(stat);
    }
  }
  return used;
}

/** What was used between two looks. */
export function usedSince(
  before: ProcessorTime,
  now: ProcessorTime,
): ProcessorTime {
  return {
    Gitea: now.Gitea - before.Gitea,
    Atlantis: now.Atlantis - before.Atlantis,
    Backstage: now.Backstage - before.Backstage,
  };
}
