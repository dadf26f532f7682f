import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { request } from 'undici';

// Ends the peer when the other end of standard input closes, which it also does when this process is
// killed. What the peer started is in the same process group.
const supervisor = `
exec 3<&0
"$@" 3<&- </dev/null &
peer=$!
(
  read -r _ <&3
  kill -TERM "$peer" 2>/dev/null
  sleep "$GRACE_SECONDS"
  kill -KILL 0
) &
wait "$peer"
status=$?
trap '' TERM
kill -TERM 0
exit "$status"
`;

/** How long a peer may take to end by itself. */
const graceSeconds = 5;

export interface ProcessOptions {
  /** What it is called in errors. */
  name: string;
  command: string;
  args: string[];
  /** The whole environment of the process. */
  env: NodeJS.ProcessEnv;
  cwd: string;
  /** File that its output is added to. */
  log: string;
  /** Answers whether the process can be used; asked again until it can. */
  ready(output: string): Promise<boolean>;
}

export interface RunningProcess {
  /** Lets the process end in order; what is left of it after a few seconds is killed. */
  stop(): Promise<void>;
  /** Ends it and what it started at once, as a power cut would. */
  kill(): Promise<void>;
}

/** How long a peer may take until it can be used. */
const startSeconds = 240;

/**
 * Starts a process that does not outlive this one, and waits until it can be used.
 *
 * @throws Error with the end of its log when it ends instead, or takes too long
 */
export async function startProcess(
  options: ProcessOptions,
): Promise<RunningProcess> {
  const log = openSync(options.log, 'a');
  const child = spawn(
    '/bin/sh',
    ['-c', supervisor, options.name, options.command, ...options.args],
    {
      cwd: options.cwd,
      env: { ...options.env, GRACE_SECONDS: String(graceSeconds) },
      stdio: ['pipe', log, log],
      detached: true,
    },
  );
  closeSync(log);
  let ended = false;
  const end = once(child, 'exit').then(() => {
    ended = true;
  });

  const running: RunningProcess = {
    async stop() {
      child.stdin?.end();
      await end;
    },
    async kill() {
      if (!ended) {
        process.kill(-child.pid!, 'SIGKILL');
      }
      await end;
    },
  };

  const deadline = Date.now() + startSeconds * 1000;
  for (;;) {
    // Whether it has ended is asked before the log is read: what it wrote last is in there then.
    const isOver = ended;
    const output = await readFile(options.log, 'utf8');
    if (isOver) {
      throw new Error(
        `${options.name} ended before it could be used: ${output.slice(-2000)}`,
      );
    }
    if (await options.ready(output)) {
      return running;
    }
    if (Date.now() > deadline) {
      await running.kill();
      throw new Error(
        `${
          options.name
        } could not be used after ${startSeconds} s: ${output.slice(-2000)}`,
      );
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

const notListening = new Set(['ECONNREFUSED', 'ECONNRESET', 'UND_ERR_SOCKET']);

/** Whether a GET of the address answers with success; false while nothing listens there. */
export async function answers(url: string): Promise<boolean> {
  try {
    const { statusCode, body } = await request(url);
    await body.dump();
    return statusCode === 200;
  } catch (error) {
    if (notListening.has((error as NodeJS.ErrnoException).code ?? '')) {
      return false;
    }
    throw error;
  }
}
