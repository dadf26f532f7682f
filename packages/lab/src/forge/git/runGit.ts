import { spawn } from 'node:child_process';
import { devNull } from 'node:os';

/**
 * A git command that ended with an exit code that was not expected.
 *
 * @internal
 */
export class GitError extends Error {
  readonly exitCode: number | null;
  readonly stderr: string;

  constructor(command: string, exitCode: number | null, stderr: string) {
    super(`git ${command} ended with ${exitCode}: ${stderr.trim()}`);
    this.name = 'GitError';
    this.exitCode = exitCode;
    this.stderr = stderr;
  }
}

/** @internal */
export interface GitRun {
  stdout: Buffer;
  exitCode: number;
}

/** @internal */
export interface RunGitOptions {
  /** The bare repository. */
  gitDir: string;
  input?: string | Buffer;
  env?: Record<string, string>;
  /** Exit codes that are an answer rather than a failure; `[0]` unless told. */
  exitCodes?: number[];
}

/**
 * The environment of every git process: nothing of the caller's own git configuration, hooks,
 * signing keys or language gets in.
 *
 * @internal
 */
export function gitEnvironment(
  gitDir: string,
  extra: Record<string, string> = {},
): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    GIT_DIR: gitDir,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: devNull,
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
    TZ: 'UTC',
    ...extra,
  };
}

/**
 * Runs git on a bare repository.
 *
 * @throws GitError when it ends with an exit code that was not expected
 * @internal
 */
export function runGit(
  args: string[],
  options: RunGitOptions,
): Promise<GitRun> {
  const { gitDir, input, env, exitCodes = [0] } = options;
  return new Promise((resolve, reject) => {
    const child = spawn('git', args, {
      env: gitEnvironment(gitDir, env),
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', chunk => stdout.push(chunk));
    child.stderr.on('data', chunk => stderr.push(chunk));
    child.on('error', reject);
    child.on('close', exitCode => {
      if (exitCode !== null && exitCodes.includes(exitCode)) {
        resolve({ stdout: Buffer.concat(stdout), exitCode });
      } else {
        reject(
          new GitError(
            args.join(' '),
            exitCode,
            Buffer.concat(stderr).toString(),
          ),
        );
      }
    });
    child.stdin.on('error', error => {
      // A git that needs no more input closes the pipe; its exit code says how it went.
      if ((error as NodeJS.ErrnoException).code !== 'EPIPE') {
        reject(error);
      }
    });
    child.stdin.end(input);
  });
}
