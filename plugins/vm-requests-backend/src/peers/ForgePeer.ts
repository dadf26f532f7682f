import { ConflictError } from '@backstage/errors';
import { FileChange, GitForge } from '@backlot/git-forge';
import { RequestFile } from '@backlot/plugin-vm-requests-common';
import { Forge } from './RequestPeers';

function changeOf({ path, content, removed }: RequestFile): FileChange {
  return { path, content: removed ? null : content };
}

/** The Git forge behind the ledger's own words. Its calls end when the signal aborts. */
export function createForgePeer(options: {
  forge: GitForge;
  signal: AbortSignal;
}): Forge {
  const { forge, signal } = options;
  return {
    async propose(proposal) {
      const { repository, baseBranch, branch, title, body, files } = proposal;
      const { sha } = await forge.commitFiles(
        {
          repository,
          baseBranch,
          branch,
          files: files.map(changeOf),
          message: title,
          changesExisting: proposal.changesExisting,
        },
        { signal },
      );
      const pull = await forge.openPullRequest(
        {
          repository,
          head: branch,
          base: baseBranch,
          title,
          body,
        },
        { signal },
      );
      if (pull.headSha !== sha) {
        throw new ConflictError(
          `The head of pull request ${pull.number} is ${pull.headSha}, but ${sha} was committed: somebody pushed to ${branch}.`,
        );
      }
      return {
        repository,
        number: pull.number,
        branch,
        url: pull.url,
        commit: sha,
      };
    },

    async withdraw({ repository, baseBranch, branch }) {
      const pull = await forge.findPullRequest(
        {
          repository,
          branch,
          base: baseBranch,
        },
        { signal },
      );
      if (pull) {
        await forge.closePullRequest(
          { repository, number: pull.number },
          { signal },
        );
      }
      await forge.deleteBranch({ repository, branch }, { signal });
    },

    async merge({ repository, number, commit, deleteBranch }) {
      await forge.mergePullRequest(
        {
          repository,
          number,
          expectedHead: commit,
          method: 'squash',
          deleteBranch,
        },
        { signal },
      );
    },

    async hasFiles({ repository, baseBranch, paths }) {
      const found = await Promise.all(
        paths.map(path =>
          forge.readFile({ repository, ref: baseBranch, path }, { signal }),
        ),
      );
      return found.some(file => file !== undefined);
    },

    async removeFiles({ repository, baseBranch, branch, title, body, paths }) {
      const { sha } = await forge.commitFiles(
        {
          repository,
          baseBranch,
          branch,
          files: paths.map(path => ({ path, content: null })),
          message: title,
        },
        { signal },
      );
      const { number } = await forge.openPullRequest(
        { repository, head: branch, base: baseBranch, title, body },
        { signal },
      );
      await forge.mergePullRequest(
        { repository, number, expectedHead: sha, method: 'squash' },
        { signal },
      );
      await forge.deleteBranch({ repository, branch }, { signal });
    },

    async replaceFile(change) {
      const { repository, baseBranch, branch, file, message } = change;
      const { sha } = await forge.commitFiles(
        {
          repository,
          baseBranch,
          branch,
          files: [changeOf(file)],
          message,
          changesExisting: true,
        },
        { signal },
      );
      return sha;
    },
  };
}
