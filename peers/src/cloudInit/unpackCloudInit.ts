import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ForwardedError } from '@backstage/errors';
import { binFolder } from '../locations';
import { runCommand } from '../runCommand';

const folder = join(binFolder, 'cloud-init');

const dependencies = [
  ...['depends', '--recurse', '--no-recommends', '--no-suggests'],
  ...['--no-conflicts', '--no-breaks', '--no-replaces', '--no-enhances'],
  'cloud-init',
];

/**
 * Unpacks Debian's cloud-init, with the Python packages that it needs, into a folder. It is not
 * installed: its services would configure this computer when it boots.
 *
 * @returns the folder, which stands for `/`; what is unpacked already stays
 * @throws ForwardedError where apt or its lists of packages are missing
 */
export async function unpackCloudInit(): Promise<string> {
  if (await isThere(folder)) {
    return folder;
  }
  await mkdir(binFolder, { recursive: true });
  const work = await mkdtemp(`${folder}-`);
  try {
    const names = new Set(
      (await runCommand('apt-cache', dependencies))
        .split('\n')
        .filter(name => /^(cloud-init$|python3-)/.test(name)),
    );
    await runCommand('apt-get', ['download', '--quiet', ...names], {
      cwd: work,
    });
    const root = join(work, 'root');
    for (const name of await readdir(work)) {
      await runCommand('dpkg-deb', ['--extract', join(work, name), root]);
    }
    await rename(root, folder);
  } catch (error) {
    throw new ForwardedError(
      "Debian's cloud-init could not be unpacked; it needs apt, and once `apt-get update`",
      error,
    );
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return folder;
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return false;
    }
    throw error;
  }
}
