import { NotFoundError } from '@backstage/errors';
import { z } from 'zod';
import { CommitStatus } from '../GitForge';
import { statusSchema } from './answers';
import { GiteaRepository } from './GiteaRepository';
import { refusal } from './refusal';

const PAGE_SIZE = 50;
const MOST_PAGES = 100;

/**
 * The latest status of each context. Gitea's times are whole seconds, so only its own numbering
 * says which of two is the later.
 *
 * @internal
 */
export async function commitStatuses(
  repository: GiteaRepository,
  sha: string,
): Promise<CommitStatus[]> {
  const latest = new Map<string, z.output<typeof statusSchema>>();
  let read = 0;
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const answer = await repository.read({
      path: `/commits/${encodeURIComponent(sha)}/statuses`,
      // Its name notwithstanding, this is the highest number first.
      query: {
        sort: 'leastindex',
        page: String(page),
        limit: String(PAGE_SIZE),
      },
      asked: `statuses of commit ${sha} of ${repository.name}`,
    });
    if (answer.status === 404) {
      await repository.assertVisible();
      throw new NotFoundError(
        `The repository ${repository.name} has no commit ${sha}`,
      );
    }
    if (answer.status !== 200) {
      throw refusal(answer);
    }
    const statuses = repository.parse(z.array(statusSchema), answer);
    for (const status of statuses) {
      const known = latest.get(status.context);
      if (!known || known.id < status.id) {
        latest.set(status.context, status);
      }
    }
    read += statuses.length;
    if (statuses.length === 0 || read === answer.total) {
      break;
    }
  }
  return [...latest.values()]
    .sort((one, other) => other.id - one.id)
    .map(status => ({
      context: status.context,
      state: status.status,
      description: status.description,
      targetUrl: status.target_url || undefined,
      createdAt: status.created_at,
    }));
}
