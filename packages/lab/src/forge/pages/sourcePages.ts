import { basename, dirname } from 'node:path/posix';
import { encodePath } from '../answers/contents';
import { ResolvedRevision } from '../git/GitRepository';
import { GitCommit } from '../git/parseCommits';
import { TreeEntry } from '../git/parseTree';
import { ForgeRepository } from '../repositories/ForgeRepository';
import { diffView } from './diffView';
import { Html, html } from '../../pages/html';
import { layout } from './layout';
import { time } from './time';

function sourceUrl(
  repository: ForgeRepository,
  revision: ResolvedRevision,
  path: string,
): string {
  const { kind, name } = revision;
  return `/${repository.fullName}/src/${kind}/${encodePath(name)}/${encodePath(
    path,
  )}`;
}

function folderTable(
  repository: ForgeRepository,
  revision: ResolvedRevision,
  path: string,
  entries: TreeEntry[],
): Html {
  const folders = entries.filter(entry => entry.type === 'tree');
  const files = entries.filter(entry => entry.type !== 'tree');
  const parent = dirname(path) === '.' ? '' : dirname(path);
  return html`<table aria-label="Files">
    <tbody>
      ${path === ''
        ? undefined
        : html`<tr>
            <td>
              <a href="${sourceUrl(repository, revision, parent)}"
                >Folder above</a
              >
            </td>
            <td></td>
          </tr>`}
      ${[...folders, ...files].map(
        entry => html`<tr>
          <td>
            <a href="${sourceUrl(repository, revision, entry.path)}"
              >${basename(entry.path)}${entry.type === 'tree' ? '/' : ''}</a
            >
          </td>
          <td class="quiet">
            ${entry.type === 'tree' ? 'folder' : `${entry.size} bytes`}
          </td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}

/** The first page of a repository: what its default branch holds. @internal */
export function repositoryPage(
  repository: ForgeRepository,
  revision: ResolvedRevision,
  details: {
    entries: TreeEntry[];
    commits: GitCommit[];
    branches: string[];
    readme: string | undefined;
    cloneUrl: string;
  },
): string {
  const { entries, commits, branches, readme, cloneUrl } = details;
  return layout({
    title: repository.fullName,
    repository,
    content: html`<h1>${repository.fullName}</h1>
      <p><code>git clone ${cloneUrl}</code></p>
      <h2>Files of ${revision.name}</h2>
      ${folderTable(repository, revision, '', entries)}
      <h2>Latest commits</h2>
      <table aria-label="Latest commits">
        <tbody>
          ${commits.map(
            commit => html`<tr>
              <td>
                <a href="/${repository.fullName}/commit/${commit.sha}"
                  ><code>${commit.sha.slice(0, 10)}</code></a
                >
              </td>
              <td>${commit.message.split('\n')[0]}</td>
              <td>${time(commit.committer.date)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
      <h2>Branches</h2>
      <ul>
        ${branches.map(
          name => html`<li>
            <a
              href="${sourceUrl(
                repository,
                { ...revision, kind: 'branch', name },
                '',
              )}"
              >${name}</a
            >
          </li>`,
        )}
      </ul>
      ${readme === undefined
        ? undefined
        : html`<h2>README.md</h2>
            <div class="text">${readme}</div>`}`,
  });
}

/** A folder or a file of a branch, tag or commit. @internal */
export function sourcePage(
  repository: ForgeRepository,
  revision: ResolvedRevision,
  path: string,
  content: TreeEntry[] | string,
): string {
  return layout({
    title: path || revision.name,
    repository,
    content: html`<h1>${path || repository.name}</h1>
      <p>In ${revision.kind} <code>${revision.name}</code></p>
      ${typeof content === 'string'
        ? html`<pre tabindex="0" aria-label="${path}">${content}</pre>`
        : folderTable(repository, revision, path, content)}`,
  });
}

/** One commit and what it changed. @internal */
export function commitPage(
  repository: ForgeRepository,
  commit: GitCommit,
  diff: string,
): string {
  const [title, ...rest] = commit.message.trim().split('\n');
  return layout({
    title,
    repository,
    content: html`<h1>${title}</h1>
      <p>
        <code>${commit.sha}</code> by ${commit.author.name},
        ${time(commit.author.date)}
      </p>
      <div class="text">${rest.join('\n').trim()}</div>
      <h2>Changed files</h2>
      ${diffView(diff)}`,
  });
}

/** All repositories. @internal */
export function homePage(repositories: ForgeRepository[]): string {
  return layout({
    title: 'Repositories',
    content: html`<h1>Repositories</h1>
      <ul>
        ${repositories.map(
          ({ fullName }) =>
            html`<li><a href="/${fullName}">${fullName}</a></li>`,
        )}
      </ul>`,
  });
}
