import { join } from 'node:path';
import { GitRepository } from './git/GitRepository';
import { GitPerson, isoSeconds } from './git/parseCommits';
import { ForgeRepository } from './repositories/ForgeRepository';
import { ForgeState } from './repositories/ForgeState';
import { seedRepository } from './seedRepository';

/**
 * Opens a repository of the forge, and makes it when it is not there yet.
 *
 * @internal
 */
export async function openRepository(options: {
  directory: string;
  owner: string;
  name: string;
  state: ForgeState;
  save: () => Promise<void>;
  mergeCheckMs: number;
  seedDirectory: string | undefined;
  author: Omit<GitPerson, 'date'>;
}): Promise<ForgeRepository> {
  const { directory, owner, name, state, save, mergeCheckMs } = options;
  const path = join(directory, owner, `${name}.git`);
  const key = `${owner}/${name}`;
  state.repositories[key] ??= {
    createdAt: isoSeconds(new Date()),
    pulls: [],
    statuses: {},
    comments: 0,
  };
  const repository = new ForgeRepository({
    owner,
    name,
    git: await GitRepository.init(path, 'main'),
    state: state.repositories[key],
    mergeCheckMs,
    save,
  });
  if (await repository.git.branch(repository.defaultBranch)) {
    await repository.pulls.settleMerges();
  } else {
    await seedRepository(repository, options.seedDirectory, options.author);
  }
  await save();
  return repository;
}
