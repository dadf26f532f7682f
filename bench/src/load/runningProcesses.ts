import { readdirSync, readFileSync } from 'node:fs';

/** Processes and threads end between a list of them and a look at one. */
export function ifStillThere<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (['ENOENT', 'ESRCH'].includes(code)) {
      return undefined;
    }
    throw error;
  }
}

/** The processes that run now, with the commands that they were started by. */
export function runningProcesses(): { id: string; command: string[] }[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(id => {
      const line = ifStillThere(() =>
        readFileSync(`/proc/${id}/cmdline`, 'utf8'),
      );
      return line === undefined ? [] : [{ id, command: line.split('\0') }];
    });
}
