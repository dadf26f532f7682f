import { GitCommit } from '../git/parseCommits';
import {
  CommitStatusState,
  PullRequestState,
} from '../repositories/ForgeState';
import { ForgeRepository } from '../repositories/ForgeRepository';
import { diffView } from './diffView';
import { Html, html } from '../../pages/html';
import { layout } from './layout';
import { time } from './time';

function stateOf(pull: PullRequestState): Html {
  const state = pull.mergedAt ? 'merged' : pull.state;
  return html`<span class="state ${state}">${state}</span>`;
}

/** The pull requests of a repository. @internal */
export function pullListPage(
  repository: ForgeRepository,
  pulls: PullRequestState[],
): string {
  return layout({
    title: 'Pull requests',
    repository,
    content: html`<h1>Pull requests</h1>
      ${pulls.length === 0
        ? html`<p>There are no pull requests yet.</p>`
        : html`<table>
            <thead>
              <tr>
                <th scope="col">Number</th>
                <th scope="col">Title</th>
                <th scope="col">Branch</th>
                <th scope="col">State</th>
                <th scope="col">Updated</th>
              </tr>
            </thead>
            <tbody>
              ${pulls.map(
                pull => html`<tr>
                  <td>#${pull.number}</td>
                  <td>
                    <a href="/${repository.fullName}/pulls/${pull.number}"
                      >${pull.title}</a
                    >
                  </td>
                  <td><code>${pull.head}</code></td>
                  <td>${stateOf(pull)}</td>
                  <td>${time(pull.updatedAt)}</td>
                </tr>`,
              )}
            </tbody>
          </table>`}`,
  });
}

function statusTable(statuses: CommitStatusState[]): Html {
  if (statuses.length === 0) {
    return html`<p class="quiet">Nothing reported on this commit yet.</p>`;
  }
  return html`<table>
    <thead>
      <tr>
        <th scope="col">State</th>
        <th scope="col">Check</th>
        <th scope="col">What it says</th>
      </tr>
    </thead>
    <tbody>
      ${statuses.map(
        status => html`<tr>
          <td><span class="state ${status.state}">${status.state}</span></td>
          <td>
            ${/^https?:\/\//.test(status.targetUrl)
              ? html`<a href="${status.targetUrl}">${status.context}</a>`
              : status.context}
          </td>
          <td>${status.description}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}

/** One pull request, with all there is to know about it. @internal */
export function pullPage(
  repository: ForgeRepository,
  pull: PullRequestState,
  details: { commits: GitCommit[]; diff: string; mergeable: boolean },
): string {
  const statuses = repository.statuses.combined(pull.headSha).statuses;
  const at = `/${repository.fullName}`;
  return layout({
    title: `${pull.title} (#${pull.number})`,
    repository,
    content: html`<h1>
        ${pull.title} <span class="quiet">#${pull.number}</span>
      </h1>
      <p>
        ${stateOf(pull)} ${pull.user} wants to merge
        <code>${pull.head}</code> into <code>${pull.base}</code>. Opened
        ${time(pull.createdAt)}${pull.mergedAt
          ? html`, merged by ${pull.mergedBy} ${time(pull.mergedAt)}`
          : undefined}.
      </p>
      ${pull.state === 'open' && !details.mergeable
        ? html`<p role="status">
            This branch has conflicts with <code>${pull.base}</code>, or is
            still being checked.
          </p>`
        : undefined}
      <h2>Description</h2>
      <div class="text">${pull.body || 'No description.'}</div>
      <h2>Checks</h2>
      ${statusTable(statuses)}
      <h2>Commits</h2>
      <table aria-label="Commits">
        <tbody>
          ${details.commits.map(
            commit => html`<tr>
              <td>
                <a href="${at}/commit/${commit.sha}"
                  ><code>${commit.sha.slice(0, 10)}</code></a
                >
              </td>
              <td>${commit.message.split('\n')[0]}</td>
              <td>${commit.author.name}</td>
              <td>${time(commit.author.date)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
      <h2>Changed files</h2>
      ${diffView(details.diff)}
      <h2>Comments</h2>
      ${pull.comments.length === 0
        ? html`<p class="quiet">No comments.</p>`
        : pull.comments.map(
            comment => html`<article id="issuecomment-${comment.id}">
              <p class="quiet">${comment.user}, ${time(comment.createdAt)}</p>
              <div class="text">${comment.body}</div>
            </article>`,
          )}`,
  });
}
