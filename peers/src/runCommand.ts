import { execFile } from 'node:child_process';
import { ForwardedError } from '@backstage/errors';

export interface CommandOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
}

/**
 * Runs a command to its end and returns what it printed.
 *
 * @throws ForwardedError with the command's own words when it fails
 */
export async function runCommand(
  command: string,
  args: string[],
  options: CommandOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      command,
      args,
      { ...options, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (error) {
          const words = (stderr.trim() || stdout.trim()).slice(-4000);
          reject(
            new ForwardedError(
              `${[command, ...args.slice(0, 1)].join(' ')}: ${words}`,
              error,
            ),
          );
        } else {
          resolve(stdout);
        }
      },
    );
  });
}
