import { StateFile } from '../../state/StateFile';
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
  readonly #file: StateFile<Record<string, MachineState>>;
  readonly #states: Map<string, MachineState>;

  private constructor(
    file: StateFile<Record<string, MachineState>>,
    states: Map<string, MachineState>,
  ) {
    this.#file = file;
    this.#states = states;
  }

  /** @param path - without one, nothing is kept */
  static async open(path: string | undefined): Promise<TerraformStates> {
    const file = new StateFile<Record<string, MachineState>>(path);
    return new TerraformStates(
      file,
      new Map(Object.entries((await file.load()) ?? {})),
    );
  }

  get(project: Project): MachineState | undefined {
    return this.#states.get(projectKey(project));
  }

  /** Writes a project's state; undefined empties it. */
  async set(project: Project, state: MachineState | undefined): Promise<void> {
    if (state) {
      this.#states.set(projectKey(project), state);
    } else {
      this.#states.delete(projectKey(project));
    }
    await this.save();
  }

  save(): Promise<void> {
    return this.#file.save(() => Object.fromEntries(this.#states));
  }
}
