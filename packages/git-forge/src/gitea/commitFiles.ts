import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import { posix } from 'node:path';
import { CommitFilesRequest, CommitFilesResult } from '../GitForge';
import { ForgeUnreachableError } from '../http/ForgeUnreachableError';
import { committedSchema } from './answers';
import { GiteaAnswer } from './GiteaHttp';
import { GiteaRepository } from './GiteaRepository';
import { checkPaths, FileOperation, planFileChanges } from './planFileChanges';
import { giteaWords, refusal } from './refusal';

const MOST_TRIES = 4;

/** Somebody was faster: what the operations were planned for is not so any more. */
const MOVED =
  /^(branch already exists|repository file already exists|sha does not match|object does not exist)/;

/** The names of the contents that are there now, by path; only of files that are asked for. */
async function existingFiles(
  repository: GiteaRepository,
  ref: string,
  paths: string[],
): Promise<Map<string, string>> {
  const folders = [...new Set(paths.map(path => posix.dirname(path)))];
  const listed = await Promise.all(
    folders.map(folder =>
      repository.contentsAt(ref, folder === '.' ? '' : folder),
    ),
  );
  const wanted = new Set(paths);
  return new Map(
    listed
      .flatMap(entries => (Array.isArray(entries) ? entries : []))
      .filter(entry => entry.type === 'file' && wanted.has(entry.path))
      .map(entry => [entry.path, entry.sha]),
  );
}

async function commit(
  repository: GiteaRepository,
  request: CommitFilesRequest,
  branchExists: boolean,
  files: FileOperation[],
): Promise<GiteaAnswer> {
  const { branch, baseBranch, message } = request;
  return repository.send({
    method: 'POST',
    path: '/contents',
    body: branchExists
      ? { branch, message, files }
      : { branch: baseBranch, new_branch: branch, message, files },
    asked: `commit to ${branch} of ${repository.name}`,
  });
}

/**
 * One look, and one commit if there is something to do.
 *
 * @returns undefined when it has to be looked at again
 */
async function tryOnce(
  repository: GiteaRepository,
  request: CommitFilesRequest,
  lastTry: boolean,
): Promise<CommitFilesResult | undefined> {
  const { branch, baseBranch, files } = request;
  const head = await repository.branchHead(branch);
  const from = head ?? (await repository.branchHead(baseBranch));
  if (!from) {
    throw new NotFoundError(
      `The repository ${repository.name} has no branch ${baseBranch} to begin ${branch} from`,
    );
  }
  const operations = planFileChanges(
    files,
    await existingFiles(
      repository,
      from,
      files.map(({ path }) => path),
    ),
  );
  if (operations.length === 0) {
    if (head) {
      return { sha: head, committed: false };
    }
    throw new ConflictError(
      `There is nothing to propose: ${baseBranch} of ${repository.name} has all files as they are to be`,
    );
  }
  let answer: GiteaAnswer;
  try {
    answer = await commit(repository, request, head !== undefined, operations);
  } catch (error) {
    if (error instanceof ForgeUnreachableError && !lastTry) {
      return undefined;
    }
    throw error;
  }
  if (answer.status === 201) {
    const { sha } = repository.parse(committedSchema, answer).commit;
    return { sha, committed: true };
  }
  if (MOVED.test(giteaWords(answer))) {
    if (!lastTry) {
      return undefined;
    }
    throw new ConflictError(
      `${branch} of ${
        repository.name
      } was changed again and again meanwhile: ${giteaWords(answer)}`,
    );
  }
  throw refusal(answer);
}

/**
 * Commits as if the branch were not there, nor any of the files unless they are said to be or to go:
 * Gitea refuses what is not so. What is new needs no look before, and what is there one at its folder.
 *
 * @returns undefined when it has to be looked at
 */
async function commitAsNew(
  repository: GiteaRepository,
  request: CommitFilesRequest,
): Promise<CommitFilesResult | undefined> {
  const { baseBranch, files, changesExisting } = request;
  const mayExist =
    changesExisting || files.some(({ content }) => content === null);
  const operations = planFileChanges(
    files,
    mayExist
      ? await existingFiles(
          repository,
          baseBranch,
          files.map(({ path }) => path),
        )
      : new Map(),
  );
  if (operations.length === 0) {
    return undefined;
  }
  try {
    const answer = await commit(repository, request, false, operations);
    return answer.status === 201
      ? {
          sha: repository.parse(committedSchema, answer).commit.sha,
          committed: true,
        }
      : undefined;
  } catch (error) {
    if (error instanceof ForgeUnreachableError) {
      return undefined;
    }
    throw error;
  }
}

/**
 * Brings files of a branch to what they are to be. A commit whose answer was lost is seen by the
 * next look, so it is not made twice.
 *
 * @internal
 */
export async function commitFiles(
  repository: GiteaRepository,
  request: CommitFilesRequest,
): Promise<CommitFilesResult> {
  if (request.branch === request.baseBranch) {
    throw new InputError(
      `Files are committed to a branch of their own, not to the base branch ${request.baseBranch}`,
    );
  }
  checkPaths(request.files);
  const committed = await commitAsNew(repository, request);
  if (committed) {
    return committed;
  }
  for (let tries = 1; ; tries += 1) {
    const result = await tryOnce(repository, request, tries === MOST_TRIES);
    if (result) {
      return result;
    }
  }
}
