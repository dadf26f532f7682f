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

const workspace = 'default';

function toAtlantisStatus(status: CommitStatus): AtlantisCommitStatus {
  const { context, state, targetUrl } = status;
  return {
    context,
    targetUrl,
    state: state === 'warning' || state === 'skipped' ? 'success' : state,
  };
}

function contextOf(stage: 'plan' | 'apply', directory: string): string {
  return `atlantis/${stage}: ${directory}/${workspace}`;
}

/**
 * Atlantis, with the forge's commit statuses that lead to its jobs, behind the ledger's own words.
 * Its calls end when the signal aborts.
 */
export function createJobsPeer(options: {
  atlantis: AtlantisClient;
  forge: GitForge;
  signal: AbortSignal;
}): Jobs {
  const { atlantis, forge, signal } = options;

  async function headOf({ repository, pull }: JobPlace): Promise<string> {
    const { headSha } = await forge.getPullRequest(
      { repository, number: pull },
      { signal },
    );
    return headSha;
  }

  async function commandOf(
    place: JobPlace,
  ): Promise<AtlantisCommand & { commit: string }> {
    const { repository, branch, baseBranch, pull, directory } = place;
    const commit = await headOf(place);
    return {
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
  async function isOpen(jobUrl: string): Promise<boolean> {
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
    const statuses = await forge.commitStatuses(
      { repository: job.repository, sha: job.commit },
      { signal: following },
    );
    const jobUrl = statuses.find(
      ({ context }) => context === contextOf(job.stage, job.directory),
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
      const statuses = await forge.commitStatuses(
        { repository: place.repository, sha: await headOf(place) },
        { signal },
      );
      const pending = statuses.filter(
        status =>
          status.state === 'pending' &&
          (status.context === contextOf('plan', place.directory) ||
            status.context === contextOf('apply', place.directory)),
      );
      for (const { targetUrl } of pending) {
        if (targetUrl && (await isOpen(targetUrl))) {
          return true;
        }
      }
      return false;
    },

    async plan(place) {
      const command = await commandOf(place);
      const plan = await atlantis.plan(command);
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
      await atlantis.apply({
        ...(await commandOf(place)),
        approved: { digest },
      });
    },

    async freeLocks(pull) {
      return atlantis.freeLocks(pull, { signal });
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
