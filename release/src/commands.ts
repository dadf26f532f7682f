import { spawn } from 'node:child_process';
import { KeptOutput } from './KeptOutput';

/**
 * Runs a command to its end.
 *
 * @returns what it printed
 * @throws Error with what it printed, when it fails
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
  const output = new KeptOutput();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', data => output.add(data));
  }
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) {
    throw new Error(
      `${command} ${args.join(' ')} ended with ${code}:\n${output.text}`,
    );
  }
  return output.text;
}

/** A command that goes on, with all that it starts. */
export class RunningCommand {
  readonly #child;
  readonly #closed: Promise<void>;
  readonly #output: KeptOutput;
  #ended = false;

  constructor(
    command: string,
    args: string[],
    options: {
      cwd: string;
      env?: NodeJS.ProcessEnv;
      /** Lines with this text are not kept of what it prints. */
      outputWithout?: string;
    },
  ) {
    const { outputWithout, ...spawned } = options;
    this.#output = new KeptOutput(outputWithout);
    this.#child = spawn(command, args, {
      ...spawned,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that what it starts ends with it.
      detached: true,
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.setEncoding('utf8').on('data', data => this.#output.add(data));
    }
    this.#closed = new Promise(resolve => {
      this.#child.on('close', () => {
        this.#ended = true;
        resolve();
      });
    });
  }

  /** What it printed. */
  get output(): string {
    return this.#output.text;
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
