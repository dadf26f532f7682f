import { mkdtemp, rm } from 'node:fs/promises';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runCommand } from '../../commands/runCommand';

/**
 * A working copy of one ref.
 *
 * @internal
 */
export interface Checkout {
  directory: string;
  /** The commit that the ref stood for. */
  commit: string;
  remove(): Promise<void>;
}

/** @throws Error with git's words */
async function git(args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runCommand({
    command: 'git',
    args,
    env: {
      PATH: process.env.PATH,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: devNull,
      GIT_TERMINAL_PROMPT: '0',
      LC_ALL: 'C',
    },
  });
  if (exitCode !== 0) {
    throw new Error(stderr);
  }
  return stdout.toString();
}

/**
 * Clones a branch or tag into a folder of its own, which the caller removes.
 *
 * @param repositoryPath - bare repository on disk
 * @throws Error with git's words, without paths of this machine
 * @internal
 */
export async function checkOut(
  repositoryPath: string,
  ref: string,
): Promise<Checkout> {
  const directory = await mkdtemp(join(tmpdir(), 'lab-atlantis-'));
  const remove = () => rm(directory, { recursive: true, force: true });
  try {
    await git([
      'clone',
      '--quiet',
      '--depth=1',
      `--branch=${ref}`,
      '--single-branch',
      pathToFileURL(repositoryPath).href,
      directory,
    ]);
    const commit = await git(['-C', directory, 'rev-parse', 'HEAD']);
    return { directory, commit: commit.trim(), remove };
  } catch (error) {
    await remove();
    const words = (error as Error).message;
    if (/Remote branch .* not found/.test(words)) {
      throw new Error(
        `running git fetch source +refs/heads/${ref}:: fatal: couldn't find remote ref refs/heads/${ref}\n: exit status 128`,
      );
    }
    throw new Error(
      `running git clone: ${words
        .split(repositoryPath)
        .join('repo.git')
        .trim()}`,
      { cause: error },
    );
  }
}
