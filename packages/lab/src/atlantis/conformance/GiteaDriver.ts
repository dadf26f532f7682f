import { request } from 'undici';
import { z } from 'zod';
import { AtlantisUnderTest } from './AtlantisUnderTest';

const statusesSchema = z.array(
  z.object({
    id: z.number(),
    context: z.string(),
    status: z.string(),
    description: z.string(),
    target_url: z.string(),
  }),
);

const commitSchema = z.object({ commit: z.object({ sha: z.string() }) });
const pullSchema = z.object({ number: z.number() });

/**
 * A branch with a pull request.
 *
 * @internal
 */
export interface Proposal {
  branch: string;
  commit: string;
  pull: number;
}

/**
 * What a commit status says.
 *
 * @internal
 */
export type CommitStatus = z.infer<typeof statusesSchema>[number];

/**
 * Makes branches and reads statuses over Gitea's API.
 *
 * @internal
 */
export class GiteaDriver {
  readonly #forge: AtlantisUnderTest['forge'];

  constructor(forge: AtlantisUnderTest['forge']) {
    this.#forge = forge;
  }

  /** Puts files on a new branch and proposes it. */
  async propose(
    branch: string,
    files: Record<string, string>,
  ): Promise<Proposal> {
    const made = await this.#call('POST', '/contents', {
      branch: 'main',
      new_branch: branch,
      message: `Add ${branch}`,
      files: Object.entries(files).map(([path, content]) => ({
        operation: 'create',
        path,
        content: Buffer.from(content, 'utf8').toString('base64'),
      })),
    });
    const { commit } = commitSchema.parse(made);
    const pull = pullSchema.parse(
      await this.#call('POST', '/pulls', {
        head: branch,
        base: 'main',
        title: branch,
      }),
    );
    return { branch, commit: commit.sha, pull: pull.number };
  }

  /** All statuses of a commit, newest first. */
  async statuses(commit: string): Promise<CommitStatus[]> {
    const statuses = statusesSchema.parse(
      await this.#call('GET', `/commits/${commit}/statuses?limit=50`),
    );
    // Gitea orders them by the second only.
    return statuses.sort((one, other) => other.id - one.id);
  }

  async #call(method: 'GET' | 'POST', path: string, body?: unknown) {
    const { url, token, owner, repository } = this.#forge;
    const answer = await request(
      `${url}/api/v1/repos/${owner}/${repository}${path}`,
      {
        method,
        headers: {
          authorization: `token ${token}`,
          'content-type': 'application/json',
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      },
    );
    const text = await answer.body.text();
    if (answer.statusCode >= 300) {
      throw new Error(`${method} ${path}: ${answer.statusCode} ${text}`);
    }
    return JSON.parse(text) as unknown;
  }
}
