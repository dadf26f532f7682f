import { Project, projectKey } from '../terraform/TerraformStates';

/**
 * A project that a pull request's plan holds.
 *
 * @internal
 */
export interface ProjectLock extends Project {
  pull: number;
  time: Date;
}

/**
 * Atlantis' locks: one project, one pull request.
 *
 * @internal
 */
export class ProjectLocks {
  readonly #locks = new Map<string, ProjectLock>();

  /** All locks by the name that Atlantis gives them. */
  list(): Array<[string, ProjectLock]> {
    return [...this.#locks];
  }

  /** Takes the lock, or answers who has it. A pull request may take its own lock again. */
  take(project: Project, pull: number): ProjectLock | undefined {
    const key = projectKey(project);
    const held = this.#locks.get(key);
    if (held && held.pull !== pull) {
      return held;
    }
    this.#locks.set(key, { ...project, pull, time: new Date() });
    return undefined;
  }

  release(key: string): boolean {
    return this.#locks.delete(key);
  }

  releaseByPull(repository: string, pull: number): void {
    for (const [key, lock] of this.#locks) {
      if (lock.repository === repository && lock.pull === pull) {
        this.#locks.delete(key);
      }
    }
  }
}
