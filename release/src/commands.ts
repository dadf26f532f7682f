import { spawn } from 'node:child_process';

/** The last of what a command printed, enough to see why it failed. */
const KEPT_OUTPUT = 20_000;

/**
 * Runs a command to its end.
 *
 * @returns what it printed
 * @throws Error with what it printed last, when it fails
 */
export async function runCommand(
  command: string,
  args: string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<string> {
  const child = spawn(command, args, {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (data: Buffer) => {
    output = (output + data).slice(-KEPT_OUTPUT);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) {
    throw new Error(
      `${command} ${args.join(' ')} ended with ${code}:\n${output}`,
    );
  }
  return output;
}

/** A command that goes on, with all that it starts. */
export class RunningCommand {
  readonly #child;
  readonly #closed: Promise<void>;
  #output = '';
  #ended = false;

  constructor(
    command: string,
    args: string[],
    options: { cwd: string; env?: NodeJS.ProcessEnv },
  ) {
    this.#child = spawn(command, args, {
      ...options,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that what it starts ends with it.
      detached: true,
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.on('data', data => {
        this.#output = (this.#output + data).slice(-KEPT_OUTPUT);
      });
    }
    this.#closed = new Promise(resolve => {
      this.#child.on('close', () => {
        this.#ended = true;
        resolve();
      });
    });
  }

  /** What it printed last. */
  get output(): string {
    return this.#output;
  }

  get ended(): boolean {
    return this.#ended;
  }

  async end(): Promise<void> {
    if (!this.#ended && this.#child.pid !== undefined) {
      process.kill(-this.#child.pid, 'SIGKILL');
    }
    await this.#closed;
  }
}
