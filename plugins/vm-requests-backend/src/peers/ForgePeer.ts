import { posix } from 'node:path';
import { ConflictError } from '@backstage/errors';
import { FileChange, GitForge } from '@backlot/git-forge';
import { RequestFile } from '@backlot/plugin-vm-requests-common';
import { Forge } from './RequestPeers';

function changeOf({ path, content, removed }: RequestFile): FileChange {
  return { path, content: removed ? null : content };
}

/** The Git forges behind the ledger's own words. Its calls end when the signal aborts. */
export function createForgePeer(options: {
  /** The forge of a stack, by its name. */
  forgeOf: (stack: string) => GitForge;
  signal: AbortSignal;
}): Forge {
  const { forgeOf, signal } = options;
  return {
    async propose(proposal) {
      const { repository, baseBranch, branch, title, body, files } = proposal;
      const forge = forgeOf(proposal.stack);
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

    async withdraw({ stack, repository, baseBranch, branch }) {
      const forge = forgeOf(stack);
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

    async merge({ stack, repository, number, commit }) {
      await forgeOf(stack).mergePullRequest(
        {
          repository,
          number,
          expectedHead: commit,
          method: 'squash',
          deleteBranch: true,
        },
        { signal },
      );
    },

    async hasFiles({ stack, repository, baseBranch, paths }) {
      const forge = forgeOf(stack);
      const folders = new Set(paths.map(path => posix.dirname(path)));
      const listed = await Promise.all(
        [...folders].map(path =>
          forge.listDirectory(
            { repository, ref: baseBranch, path },
            { signal },
          ),
        ),
      );
      return listed.flat().some(({ path }) => paths.includes(path));
    },

    async removeFiles(removal) {
      const { repository, baseBranch, branch, title, body, paths } = removal;
      const forge = forgeOf(removal.stack);
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
        {
          repository,
          number,
          expectedHead: sha,
          method: 'squash',
          deleteBranch: true,
        },
        { signal },
      );
    },

    async replaceFile(change) {
      const { repository, baseBranch, branch, file, message } = change;
      const { sha } = await forgeOf(change.stack).commitFiles(
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
