import { StateFile } from '../../state/StateFile';
import { DirectoryState } from './planDirectory';
import { MachineState } from './planMachine';

/**
 * One directory's workspace in a repository: what has a state of its own.
 *
 * @internal
 */
export interface Project {
  /** `owner/name` */
  repository: string;
  directory: string;
  workspace: string;
}

/**
 * Names a project as Atlantis names its lock.
 *
 * @internal
 */
export function projectKey(project: Project): string {
  return `${project.repository}/${project.directory}/${project.workspace}/`;
}

/**
 * The Terraform states of all directories: what would lie in a state backend.
 *
 * @internal
 */
export class TerraformStates {
  readonly #file: StateFile<Record<string, DirectoryState>>;
  readonly #states: Map<string, DirectoryState>;

  private constructor(
    file: StateFile<Record<string, DirectoryState>>,
    states: Map<string, DirectoryState>,
  ) {
    this.#file = file;
    this.#states = states;
  }

  /** @param path - without one, nothing is kept */
  static async open(path: string | undefined): Promise<TerraformStates> {
    const file = new StateFile<Record<string, DirectoryState>>(path);
    const kept: Record<string, DirectoryState | MachineState> =
      (await file.load()) ?? {};
    return new TerraformStates(
      file,
      new Map(
        Object.entries(kept).map(([project, state]) => [
          project,
          // As it was written while the module had the machine only.
          'attributes' in state ? { machine: state } : state,
        ]),
      ),
    );
  }

  get(project: Project): DirectoryState {
    return this.#states.get(projectKey(project)) ?? {};
  }

  /** Writes what a project's state holds of the named resources; undefined takes one out. */
  async set(project: Project, resources: DirectoryState): Promise<void> {
    const state = { ...this.get(project), ...resources };
    if (state.machine || state.rebuild) {
      this.#states.set(projectKey(project), state);
    } else {
      this.#states.delete(projectKey(project));
    }
    await this.save();
  }

  async lose(project: Project): Promise<void> {
    this.#states.delete(projectKey(project));
    await this.save();
  }

  save(): Promise<void> {
    return this.#file.save(() => Object.fromEntries(this.#states));
  }
}
