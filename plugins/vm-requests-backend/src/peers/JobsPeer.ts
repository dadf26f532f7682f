import { NotFoundError } from '@backstage/errors';
import {
  AtlantisClient,
  AtlantisCommand,
  AtlantisCommitStatus,
} from '@backlot/atlantis-client';
import { CommitStatus, GitForge } from '@backlot/git-forge';
import {
  emptyPlanSections,
  planSchema,
} from '@backlot/plugin-vm-requests-common';
import { linkSignals } from '../ledger/linkSignals';
import { JobPlace, Jobs } from './RequestPeers';

/** How long a job's log is listened to before the job counts as running. */
const listenMs = 1_500;

function toAtlantisStatus(status: CommitStatus): AtlantisCommitStatus {
  const { context, state, targetUrl } = status;
  return {
    context,
    targetUrl,
    state: state === 'warning' || state === 'skipped' ? 'success' : state,
  };
}

function contextOf(
  stage: 'plan' | 'apply',
  directory: string,
  workspace: string,
): string {
  return `atlantis/${stage}: ${directory}/${workspace}`;
}

/** Who works for a stack. */
export interface StackClients {
  atlantis: AtlantisClient;
  forge: GitForge;
  workspace: string;
}

/**
 * The Atlantis servers, each with the commit statuses of its forge that lead to its jobs, behind the
 * ledger's own words. Their calls end when the signal aborts.
 */
export function createJobsPeer(options: {
  clientsOf: (stack: string) => StackClients;
  signal: AbortSignal;
}): Jobs {
  const { clientsOf, signal } = options;

  async function headOf(
    forge: GitForge,
    { repository, pull }: JobPlace,
  ): Promise<string> {
    const { headSha } = await forge.getPullRequest(
      { repository, number: pull },
      { signal },
    );
    return headSha;
  }

  async function commandOf(
    place: JobPlace,
  ): Promise<AtlantisCommand & { commit: string }> {
    const { stack, repository, branch, baseBranch, pull, directory } = place;
    const { forge, workspace } = clientsOf(stack);
    const commit = await headOf(forge, place);
    return {
      workspace,
      repository,
      ref: branch,
      baseBranch,
      pull,
      directory,
      commit,
      signal,
      commitStatuses: async () =>
        (
          await forge.commitStatuses({ repository, sha: commit }, { signal })
        ).map(toAtlantisStatus),
    };
  }

  /** A status may stay pending for ever when Atlantis died; a job that runs has a log that is open. */
  async function isOpen(
    atlantis: AtlantisClient,
    jobUrl: string,
  ): Promise<boolean> {
    const listening = AbortSignal.timeout(listenMs);
    try {
      await atlantis.followJob(jobUrl, {
        onLine: () => undefined,
        signal: AbortSignal.any([signal, listening]),
      });
      return false;
    } catch (error) {
      signal.throwIfAborted();
      if (listening.aborted) {
        return true;
      }
      if (error instanceof NotFoundError) {
        return false;
      }
      throw error;
    }
  }

  async function followNewest(
    job: Parameters<Jobs['follow']>[0],
    onLine: (line: string) => void,
    following: AbortSignal,
  ): Promise<boolean> {
    const { atlantis, forge, workspace } = clientsOf(job.stack);
    const statuses = await forge.commitStatuses(
      { repository: job.repository, sha: job.commit },
      { signal: following },
    );
    const jobUrl = statuses.find(
      ({ context }) =>
        context === contextOf(job.stage, job.directory, workspace),
    )?.targetUrl;
    if (!jobUrl) {
      return false;
    }
    try {
      await atlantis.followJob(jobUrl, { onLine, signal: following });
      return true;
    } catch (error) {
      if (error instanceof NotFoundError) {
        return false;
      }
      throw error;
    }
  }

  return {
    async isRunning(place) {
      const { stack, repository, directory } = place;
      const { atlantis, forge, workspace } = clientsOf(stack);
      const statuses = await forge.commitStatuses(
        { repository, sha: await headOf(forge, place) },
        { signal },
      );
      const pending = statuses.filter(
        status =>
          status.state === 'pending' &&
          (status.context === contextOf('plan', directory, workspace) ||
            status.context === contextOf('apply', directory, workspace)),
      );
      for (const { targetUrl } of pending) {
        if (targetUrl && (await isOpen(atlantis, targetUrl))) {
          return true;
        }
      }
      return false;
    },

    async plan(place) {
      const command = await commandOf(place);
      const plan = await clientsOf(place.stack).atlantis.plan(command);
      return planSchema.parse({
        digest: plan.digest ?? plan.textDigest,
        commit: command.commit,
        summary: plan.summary,
        ...(plan.plan ?? emptyPlanSections),
        text: plan.text,
        exact: plan.digest !== undefined,
        jobUrl: plan.jobUrl,
      });
    },

    async apply(place, digest) {
      await clientsOf(place.stack).atlantis.apply({
        ...(await commandOf(place)),
        approved: { digest },
      });
    },

    async freeLocks({ stack, ...pull }) {
      return clientsOf(stack).atlantis.freeLocks(pull, { signal });
    },

    async follow(job, { onLine, signal: listening }) {
      const following = linkSignals([signal, listening]);
      try {
        return await followNewest(job, onLine, following.signal);
      } finally {
        following.unlink();
      }
    },
  };
}
