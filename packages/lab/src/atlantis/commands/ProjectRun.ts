import { FaultSwitches } from '../../faults/FaultSwitches';
import { LabMachines } from '../../vcenter/machines/LabMachines';
import { Job } from '../jobs/Jobs';
import { AtlantisGate } from '../LabAtlantis';
import { ProjectLocks } from '../locks/ProjectLocks';
import { WorkingDirectoryLocks } from '../locks/WorkingDirectoryLocks';
import { Project, TerraformStates } from '../terraform/TerraformStates';
import { Life } from './Life';

/**
 * What all commands of a peer share.
 *
 * @internal
 */
export interface CommandContext {
  machines: LabMachines;
  states: TerraformStates;
  locks: ProjectLocks;
  workingDirectories: WorkingDirectoryLocks;
  faults: FaultSwitches;
  /** Whether the workflow is the starter's, which prints the digest and asks the gate. */
  starterWorkflow: boolean;
  gate: AtlantisGate | undefined;
  /** Of the vSphere provider, oldest first. */
  providerVersions: string[];
  paceMs: number;
  /** Base URL of the peer itself. */
  url: string;
  /** Ends this life of the peer: connections are cut, memory is lost. */
  kill(): void;
}

/**
 * One command on one project.
 *
 * @internal
 */
export interface ProjectRun {
  context: CommandContext;
  life: Life;
  job: Job;
  project: Project;
  pull: number;
  commit: string;
  /** Where the repository is checked out. */
  checkout: string;
}

/**
 * The command failed; the API drops these words, the job's log has them.
 *
 * @internal
 */
export class ProjectError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ProjectError';
  }
}

/**
 * Prints lines at the peer's pace.
 *
 * @internal
 */
export async function print(run: ProjectRun, lines: string[]): Promise<void> {
  for (const line of lines) {
    run.life.check();
    run.job.print(line);
  }
  await run.life.pause(run.context.paceMs);
}
