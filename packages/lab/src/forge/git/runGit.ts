import { devNull } from 'node:os';
import { runCommand } from '../../commands/runCommand';

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
export async function runGit(
  args: string[],
  options: RunGitOptions,
): Promise<GitRun> {
  const { gitDir, input, env, exitCodes = [0] } = options;
  const { exitCode, stdout, stderr } = await runCommand({
    command: 'git',
    args,
    env: gitEnvironment(gitDir, env),
    input,
  });
  if (exitCode === null || !exitCodes.includes(exitCode)) {
    throw new GitError(args.join(' '), exitCode, stderr);
  }
  return { stdout, exitCode };
}
