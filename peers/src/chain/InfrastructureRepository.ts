import { Gitea } from '../startGitea';
import { GiteaApi } from '../GiteaApi';

export interface PullRequest {
  number: number;
  branch: string;
  /** Commit at the head of its branch. */
  commit: string;
}

export interface CommitStatus {
  context: string;
  status: string;
  description: string;
  target_url: string;
}

/** Contents by name; null takes a file away. */
type Files = Record<string, string | null>;

// Gitea looks for conflicts anew after each merge, and merges one after the other.
const anotherMergeWasFaster =
  /Please try again later|cannot lock ref|merge push out of date/;

/** The infrastructure repository over Gitea's API, as one who opens pull requests sees it. */
export class InfrastructureRepository {
  readonly name: string;
  readonly #api: GiteaApi;
  readonly #path: string;

  constructor(gitea: Gitea) {
    this.name = `${gitea.owner}/${gitea.repository}`;
    this.#api = new GiteaApi(gitea);
    this.#path = `/repos/${this.name}`;
  }

  /** Opens a pull request with one commit that writes the files into the directory, or removes them. */
  async propose(
    branch: string,
    directory: string,
    files: Files,
  ): Promise<PullRequest> {
    const commit = await this.#commit('main', branch, directory, files);
    const { number } = await this.#api.post<{ number: number }>(
      `${this.#path}/pulls`,
      { head: branch, base: 'main', title: `Change ${directory}` },
    );
    return { number, branch, commit };
  }

  /** Adds a commit to a pull request. */
  async amend(
    pull: PullRequest,
    directory: string,
    files: Files,
  ): Promise<PullRequest> {
    const { branch } = pull;
    return {
      ...pull,
      commit: await this.#commit(branch, branch, directory, files),
    };
  }

  async comment(pull: PullRequest, body: string): Promise<void> {
    await this.#api.post(`${this.#path}/issues/${pull.number}/comments`, {
      body,
    });
  }

  /** The first comment that holds the words, once it is there. */
  async answerTo(pull: PullRequest, words: string): Promise<string> {
    for (;;) {
      const comments = await this.#api.get<{ body: string }[]>(
        `${this.#path}/issues/${pull.number}/comments`,
      );
      const answer = comments.find(({ body }) => body.includes(words));
      if (answer) {
        return answer.body;
      }
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }

  async merge(pull: PullRequest): Promise<void> {
    const merge = () =>
      this.#api.post(`${this.#path}/pulls/${pull.number}/merge`, {
        Do: 'squash',
        head_commit_id: pull.commit,
        delete_branch_after_merge: true,
      });
    for (;;) {
      try {
        await merge();
        return;
      } catch (error) {
        if (!anotherMergeWasFaster.test(String(error))) {
          throw error;
        }
        await new Promise(resolve => setTimeout(resolve, 200));
      }
    }
  }

  /** Names of the files in and below a directory of the base branch. */
  async filesIn(directory: string): Promise<string[]> {
    return [...(await this.#shas('main', directory)).keys()];
  }

  async isMerged(pull: PullRequest): Promise<boolean> {
    const { merged } = await this.#api.get<{ merged: boolean }>(
      `${this.#path}/pulls/${pull.number}`,
    );
    return merged;
  }

  /** The newest status of each context. */
  async statuses(commit: string): Promise<CommitStatus[]> {
    const { statuses } = await this.#api.get<{
      statuses: CommitStatus[] | null;
    }>(`${this.#path}/commits/${commit}/status`);
    return statuses ?? [];
  }

  async #commit(
    from: string,
    to: string,
    directory: string,
    files: Files,
  ): Promise<string> {
    const present = await this.#shas(from, directory);
    const { commit } = await this.#api.post<{ commit: { sha: string } }>(
      `${this.#path}/contents`,
      {
        branch: from,
        new_branch: to === from ? undefined : to,
        message: `Change ${directory}`,
        files: Object.entries(files).map(([name, content]) => ({
          path: `${directory}/${name}`,
          sha: present.get(name),
          ...(content === null
            ? { operation: 'delete' }
            : {
                operation: present.has(name) ? 'update' : 'create',
                content: Buffer.from(content).toString('base64'),
              }),
        })),
      },
    );
    return commit.sha;
  }

  async #shas(ref: string, directory: string): Promise<Map<string, string>> {
    const { tree } = await this.#api.get<{
      tree: { path: string; sha: string }[];
    }>(`${this.#path}/git/trees/${encodeURIComponent(ref)}?recursive=true`);
    return new Map(
      tree
        .filter(({ path }) => path.startsWith(`${directory}/`))
        .map(({ path, sha }) => [path.slice(directory.length + 1), sha]),
    );
  }
}
