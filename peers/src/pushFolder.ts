import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './runCommand';

export interface PushOptions {
  /** What becomes the first commit of branch main. */
  folder: string;
  url: string;
  /** Gitea's access token. */
  token: string;
  /** A tag of that commit. */
  tag: string;
}

/** Makes a folder the content of an empty repository. */
export async function pushFolder(options: PushOptions): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'backlot-push-'));
  // By the environment: arguments can be read by every user of the computer.
  const env = {
    ...process.env,
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'http.extraHeader',
    GIT_CONFIG_VALUE_0: `Authorization: token ${options.token}`,
    GIT_AUTHOR_NAME: 'Platform team',
    GIT_AUTHOR_EMAIL: 'platform-team@acme.example',
    GIT_COMMITTER_NAME: 'Platform team',
    GIT_COMMITTER_EMAIL: 'platform-team@acme.example',
  };
  const git = (...args: string[]) =>
    runCommand('git', args, { cwd: work, env });
  try {
    await cp(options.folder, work, { recursive: true });
    await git('init', '--quiet', '--initial-branch=main');
    await git('add', '--all');
    await git('commit', '--quiet', '--message', 'Begin with the starter');
    await git('tag', options.tag);
    await git('push', '--quiet', options.url, 'main', options.tag);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
