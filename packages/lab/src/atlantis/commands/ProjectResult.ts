import { Project } from '../terraform/TerraformStates';

/**
 * What Atlantis answers for one project; a Go error of it becomes `{}`, without its words.
 *
 * @internal
 */
export interface ProjectResult {
  Error: Record<string, never> | null;
  Failure: string;
  PlanSuccess: {
    TerraformOutput: string;
    LockURL: string;
    RePlanCmd: string;
    ApplyCmd: string;
    MergedAgain: boolean;
  } | null;
  PolicyCheckResults: null;
  ApplySuccess: string;
  VersionSuccess: string;
  ImportSuccess: null;
  StateRmSuccess: null;
  /** 0 apply, 1 plan */
  Command: 0 | 1;
  SubCommand: string;
  RepoRelDir: string;
  Workspace: string;
  ProjectName: string;
  SilencePRComments: null;
}

/**
 * A result that says nothing yet.
 *
 * @internal
 */
export function emptyResult(
  command: 'plan' | 'apply',
  project: Project,
): ProjectResult {
  return {
    Error: null,
    Failure: '',
    PlanSuccess: null,
    PolicyCheckResults: null,
    ApplySuccess: '',
    VersionSuccess: '',
    ImportSuccess: null,
    StateRmSuccess: null,
    Command: command === 'apply' ? 0 : 1,
    SubCommand: '',
    RepoRelDir: project.directory,
    Workspace: project.workspace,
    ProjectName: '',
    SilencePRComments: null,
  };
}

/**
 * Whether a project's command failed.
 *
 * @internal
 */
export function failed(result: ProjectResult): boolean {
  return result.Error !== null || result.Failure !== '';
}
