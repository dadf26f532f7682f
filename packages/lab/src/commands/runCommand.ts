import { ChildProcess, fork } from 'node:child_process';
import { dirname, join } from 'node:path';

/** A command, and all that it gets from outside. @internal */
export interface Command {
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  input?: string | Buffer;
}

/** How a command ended. @internal */
export interface CommandResult {
  /** Null when a signal ended it. */
  exitCode: number | null;
  stdout: Buffer;
  stderr: string;
}

interface Answer {
  id: number;
  result?: Omit<CommandResult, 'stdout'> & { stdout: Uint8Array };
  error?: string;
}

interface Waiting {
  resolve(result: CommandResult): void;
  reject(error: Error): void;
}

/** How long a host without work is kept. */
const idleMs = 10_000;

/**
 * A small process that starts commands for this one, which may be large: see `bin/command-host.js`.
 * It is there while there is something to run, and a little longer.
 */
class CommandHost {
  #process?: ChildProcess;
  #idle?: NodeJS.Timeout;
  #sent = 0;
  readonly #waiting = new Map<number, Waiting>();

  run(command: Command): Promise<CommandResult> {
    clearTimeout(this.#idle);
    const host = (this.#process ??= this.#start());
    const id = ++this.#sent;
    return new Promise<CommandResult>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      // Only what waits for it keeps this process alive.
      host.channel?.ref();
      host.send({ id, ...command });
    }).finally(() => {
      this.#waiting.delete(id);
      if (this.#waiting.size === 0) {
        host.channel?.unref();
        this.#idle = setTimeout(() => this.#end(host), idleMs).unref();
      }
    });
  }

  #start(): ChildProcess {
    const root = dirname(require.resolve('@backlot/lab/package.json'));
    const host = fork(join(root, 'bin', 'command-host.js'), [], {
      serialization: 'advanced',
      execArgv: [],
    });
    host.unref();
    host.on('message', ({ id, result, error }: Answer) => {
      const waiting = this.#waiting.get(id);
      if (result) {
        waiting?.resolve({ ...result, stdout: Buffer.from(result.stdout) });
      } else {
        waiting?.reject(new Error(error));
      }
    });
    const gone = (error: Error) => {
      if (this.#process === host) {
        this.#process = undefined;
        this.#waiting.forEach(({ reject }) => reject(error));
      }
    };
    host.on('error', gone);
    host.on('exit', code =>
      gone(new Error(`The process that runs commands ended with ${code}.`)),
    );
    return host;
  }

  #end(host: ChildProcess): void {
    if (this.#process === host && this.#waiting.size === 0) {
      this.#process = undefined;
      host.disconnect();
    }
  }
}

const host = new CommandHost();

/**
 * Runs a command to its end.
 *
 * @throws Error when it could not be started
 * @internal
 */
export function runCommand(command: Command): Promise<CommandResult> {
  return host.run(command);
}
