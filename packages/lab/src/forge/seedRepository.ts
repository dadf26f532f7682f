import { readFile, readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { commitFiles, FileChange } from './git/commitFiles';
import { GitPerson, isoSeconds } from './git/parseCommits';
import { ForgeRepository } from './repositories/ForgeRepository';

/** The tags by which the starter's machines call its modules. */
const MODULE_TAGS = ['rhel9-vm-v1.0.0', 'windows-vm-v1.0.0'];

const minimalReadme = `# Infrastructure

Machines are declared below \`vms/\`.
`;

const EXECUTABLE = 0o100;

async function filesOf(directory: string): Promise<FileChange[]> {
  const entries = await readdir(directory, {
    recursive: true,
    withFileTypes: true,
  });
  const paths = entries
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .filter(path => !relative(directory, path).split(sep).includes('.git'));
  return Promise.all(
    paths.map(async path => ({
      path: relative(directory, path).split(sep).join('/'),
      content: await readFile(path),
      mode: (await stat(path)).mode & EXECUTABLE ? '100755' : '100644',
    })),
  );
}

/**
 * Makes the first commit of a repository and tags it.
 *
 * @param directory - what the repository begins with; a file that explains it without one
 * @internal
 */
export async function seedRepository(
  repository: ForgeRepository,
  directory: string | undefined,
  author: Omit<GitPerson, 'date'>,
): Promise<void> {
  const signature = { ...author, date: isoSeconds(new Date()) };
  const sha = await commitFiles(repository.git, {
    branch: repository.defaultBranch,
    parent: undefined,
    changes: directory
      ? await filesOf(directory)
      : [{ path: 'README.md', content: Buffer.from(minimalReadme) }],
    message: 'Begin the infrastructure repository',
    author: signature,
    committer: signature,
  });
  for (const tag of MODULE_TAGS) {
    await repository.git.updateRef(`refs/tags/${tag}`, sha, '');
  }
}
