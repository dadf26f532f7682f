import { AtlantisCommitStatus } from '../AtlantisClient';

/**
 * Plan or apply of one project.
 *
 * @internal
 */
export type JobKind = 'plan' | 'apply';

/**
 * How a job stands, by its commit status.
 *
 * @internal
 */
export type JobState = AtlantisCommitStatus['state'];

/**
 * The jobs of one project, newest first, from the statuses of a commit.
 *
 * A job posts `pending` at its beginning and how it ended at its end. Forges order statuses by the
 * second, so that the two may stand in either order: what says the end counts.
 *
 * @internal
 */
export function projectJobs(
  statuses: AtlantisCommitStatus[],
  kind: JobKind,
  directory: string,
  workspace: string,
): Array<{ url: string; state: JobState }> {
  // Atlantis may be told to put another name than its own before the slash.
  const end = `/${kind}: ${directory}/${workspace}`;
  const jobs = new Map<string, JobState>();
  for (const { context, state, targetUrl } of statuses) {
    if (targetUrl && context.endsWith(end)) {
      const known = jobs.get(targetUrl);
      jobs.set(targetUrl, known && known !== 'pending' ? known : state);
    }
  }
  return [...jobs].map(([url, state]) => ({ url, state }));
}
