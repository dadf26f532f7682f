import { LoggerService } from '@backstage/backend-plugin-api';
import { AtlantisCommand } from '@backlot/atlantis-client';
import { GitForge } from '@backlot/git-forge';

/**
 * What both actions are told.
 *
 * @internal
 */
export interface CommandInput {
  repository: string;
  ref: string;
  baseBranch?: string;
  pull: number;
  directory: string;
  workspace?: string;
}

/**
 * The command for Atlantis, with the forge's commit statuses that lead to its jobs.
 *
 * @internal
 */
export async function atlantisCommand(
  input: CommandInput,
  options: {
    forge: GitForge;
    signal?: AbortSignal;
    logger: LoggerService;
  },
): Promise<AtlantisCommand & { commit: string }> {
  const { forge, signal, logger } = options;
  const { repository, ref, baseBranch, pull, directory, workspace } = input;
  const { headSha } = await forge.getPullRequest(
    { repository, number: pull },
    { signal },
  );
  return {
    repository,
    ref,
    baseBranch,
    pull,
    directory,
    workspace,
    commit: headSha,
    commitStatuses: () =>
      forge.commitStatuses({ repository, sha: headSha }, { signal }),
    onLog: line => {
      // The plan once more, for machines, in a very long line.
      if (!line.startsWith('backlot-plan: ')) {
        logger.info(line);
      }
    },
    signal,
  };
}
