import { basename } from 'node:path/posix';
import { ForgeContext } from '../api/ForgeContext';
import { ResolvedRevision } from '../git/GitRepository';
import { GitCommit } from '../git/parseCommits';
import { TreeEntry } from '../git/parseTree';
import { ForgeRepository } from '../repositories/ForgeRepository';
import { repositoryApiUrl, repositoryUrl } from './repositories';

function entryType(entry: TreeEntry): 'file' | 'dir' | 'symlink' | 'submodule' {
  if (entry.type === 'tree') {
    return 'dir';
  }
  if (entry.type === 'commit') {
    return 'submodule';
  }
  return entry.mode === '120000' ? 'symlink' : 'file';
}

/** @internal */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/**
 * A file or folder as Gitea's `contents` shows it; the content only of a single file.
 *
 * @internal
 */
export async function contentsAnswer(
  context: ForgeContext,
  repository: ForgeRepository,
  revision: ResolvedRevision,
  entry: TreeEntry,
  options: { withContent: boolean; lastCommit?: GitCommit },
) {
  const type = entryType(entry);
  const web = repositoryUrl(context, repository);
  const api = repositoryApiUrl(context, repository);
  const at = `${revision.kind}/${encodePath(revision.name)}/${encodePath(
    entry.path,
  )}`;
  const self = `${api}/contents/${encodePath(
    entry.path,
  )}?ref=${encodeURIComponent(revision.name)}`;
  const gitUrl = `${api}/git/${type === 'dir' ? 'trees' : 'blobs'}/${
    entry.sha
  }`;
  const content =
    type === 'file' && options.withContent
      ? await repository.git.blob(entry.sha)
      : undefined;
  // Gitea tells the latest commit in listings too; nobody asks the lab for it there, and it would
  // cost a git process for each entry.
  const latest =
    options.lastCommit ??
    (options.withContent
      ? await repository.git.log(revision.sha, { path: entry.path, limit: 1 })
      : []
    ).at(0);
  return {
    name: basename(entry.path),
    path: entry.path,
    sha: entry.sha,
    last_commit_sha: latest?.sha,
    last_committer_date: latest?.committer.date,
    last_author_date: latest?.author.date,
    type,
    size: entry.size,
    encoding: content ? 'base64' : null,
    content: content ? content.toString('base64') : null,
    target:
      type === 'symlink'
        ? (await repository.git.blob(entry.sha)).toString()
        : null,
    url: self,
    html_url: `${web}/src/${at}`,
    git_url: gitUrl,
    download_url: type === 'dir' ? null : `${web}/raw/${at}`,
    submodule_git_url: null,
    _links: { self, git: gitUrl, html: `${web}/src/${at}` },
  };
}
