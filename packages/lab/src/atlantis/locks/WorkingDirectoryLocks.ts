/**
 * Keeps two commands of one pull request out of one working directory. They live in memory only.
 *
 * @internal
 */
export class WorkingDirectoryLocks {
  readonly #held = new Map<string, string>();

  /**
   * @param place - repository, pull request, workspace and path
   * @returns what gives it back
   * @throws Error in Atlantis' words when another command is there
   */
  take(
    command: 'plan' | 'apply',
    place: {
      repository: string;
      pull: number;
      workspace: string;
      path: string;
    },
  ): () => void {
    const { repository, pull, workspace, path } = place;
    const key = `${repository}/${pull}/${workspace}/${path}`;
    const by = this.#held.get(key);
    if (by) {
      throw new Error(
        `cannot run "${command}": the ${workspace} workspace at path ${path} is currently locked for this pull request by "${by}".\nWait until the previous command is complete and try again`,
      );
    }
    this.#held.set(key, command);
    return () => {
      this.#held.delete(key);
    };
  }

  forgetAll(): void {
    this.#held.clear();
  }
}
