import { AtlantisForge } from '../LabAtlantis';
import { Project } from '../terraform/TerraformStates';

const WORDS = {
  plan: 'Plan',
  apply: 'Apply',
};

/**
 * The commit statuses that Atlantis posts.
 *
 * @internal
 */
export class CommitStatuses {
  readonly #forge: AtlantisForge;
  readonly #owner: string;
  readonly #name: string;
  readonly #commit: string;

  constructor(forge: AtlantisForge, repository: string, commit: string) {
    this.#forge = forge;
    [this.#owner, this.#name] = repository.split('/');
    this.#commit = commit;
  }

  /** The one of all projects together; on API runs it stays pending. */
  async combined(
    command: 'plan' | 'apply' | 'policy_check',
    state: 'pending' | 'success',
    description: string,
  ): Promise<void> {
    await this.#post(`atlantis/${command}`, state, description, '');
  }

  /** @param summary - of a plan that succeeded */
  async project(
    command: 'plan' | 'apply',
    project: Project,
    state: 'pending' | 'success' | 'failure',
    jobUrl: string,
    summary?: string,
  ): Promise<void> {
    const words = {
      pending: `${WORDS[command]} in progress...`,
      success: summary ?? `${WORDS[command]} succeeded.`,
      failure: `${WORDS[command]} failed.`,
    };
    await this.#post(
      `atlantis/${command}: ${project.directory}/${project.workspace}`,
      state,
      words[state],
      jobUrl,
    );
  }

  async #post(
    context: string,
    state: 'pending' | 'success' | 'failure',
    description: string,
    targetUrl: string,
  ): Promise<void> {
    await this.#forge.setStatus(this.#owner, this.#name, this.#commit, {
      context,
      state,
      description,
      target_url: targetUrl,
    });
  }
}
