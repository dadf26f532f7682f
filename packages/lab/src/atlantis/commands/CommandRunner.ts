import { checkOut, Checkout } from '../checkout/checkOut';
import { Job, Jobs } from '../jobs/Jobs';
import { AtlantisForge } from '../LabAtlantis';
import { Project, projectKey } from '../terraform/TerraformStates';
import { applyProject } from './applyProject';
import { CommitStatuses } from './CommitStatuses';
import { Killed, Life } from './Life';
import { Command, RefusedRequest } from './parseCommand';
import { PlannedProject, planProject } from './planProject';
import { emptyResult, failed, ProjectResult } from './ProjectResult';
import { CommandContext, ProjectRun } from './ProjectRun';

/**
 * What a command of the API comes to.
 *
 * @internal
 */
export interface CommandResult {
  Error: null;
  Failure: '';
  ProjectResults: ProjectResult[];
  PlansDeleted: false;
}

interface Running {
  command: Command;
  pull: number;
  life: Life;
  checkout: Checkout;
  statuses: CommitStatuses;
}

/** The lock is somebody else's. */
class LockHeld extends Error {}

function banner(error: unknown): string {
  const label = error instanceof LockHeld ? 'Failure' : 'Error';
  const message = error instanceof Error ? error.message : String(error);
  return `\r\n${label}:\r\n${message.replace(/\n/g, '\r\n')}\r\n`;
}

/**
 * Runs plan and apply for the API, one project after the other.
 *
 * @internal
 */
export class CommandRunner {
  readonly #context: CommandContext;
  readonly #forge: AtlantisForge;
  readonly #jobs: Jobs;
  #withoutPull = 0;

  constructor(context: CommandContext, forge: AtlantisForge, jobs: Jobs) {
    this.#context = context;
    this.#forge = forge;
    this.#jobs = jobs;
  }

  /**
   * @throws RefusedRequest when nothing could be begun
   * @throws Killed when the peer was killed meanwhile
   */
  async plan(command: Command, life: Life): Promise<CommandResult> {
    return await this.#withCheckout('plan', command, life, async running => {
      const { results } = await this.#planAll(running);
      return results;
    });
  }

  /** Plans anew, then applies what was planned. Throws like {@link CommandRunner.plan}. */
  async apply(command: Command, life: Life): Promise<CommandResult> {
    return await this.#withCheckout('apply', command, life, async running => {
      const { results, planned } = await this.#planAll(running);
      if (running.command.paths.length === 0) {
        return results;
      }
      await running.statuses.combined(
        'apply',
        'pending',
        'Apply in progress...',
      );
      const applied: ProjectResult[] = [];
      for (const path of running.command.paths) {
        const project = this.#projectOf(running, path);
        applied.push(
          await this.#applyOne(
            running,
            project,
            planned.get(projectKey(project)),
          ),
        );
      }
      return applied;
    });
  }

  #projectOf(
    running: Running,
    path: { directory: string; workspace: string },
  ): Project {
    return { repository: running.command.repository, ...path };
  }

  async #withCheckout(
    name: 'plan' | 'apply',
    command: Command,
    life: Life,
    work: (running: Running) => Promise<ProjectResult[]>,
  ): Promise<CommandResult> {
    const { workingDirectories, locks } = this.#context;
    const [owner, repository] = command.repository.split('/');
    if (command.pull <= 0) {
      this.#withoutPull -= 1;
    }
    const pull = command.pull > 0 ? command.pull : this.#withoutPull;
    let checkout: Checkout;
    try {
      const leave = workingDirectories.take(name, {
        repository: command.repository,
        pull,
        workspace: 'default',
        path: '.',
      });
      try {
        checkout = await checkOut(
          this.#forge.repositoryPath(owner, repository),
          command.ref,
        );
      } finally {
        leave();
      }
    } catch (error) {
      throw new RefusedRequest(500, (error as Error).message);
    }
    try {
      if (command.projects.length > 0) {
        throw new RefusedRequest(
          500,
          `failed to build command: no project with name '${command.projects[0]}' is defined in 'atlantis.yaml'`,
        );
      }
      const statuses = new CommitStatuses(
        this.#forge,
        command.repository,
        checkout.commit,
      );
      const results = await work({ command, pull, life, checkout, statuses });
      return {
        Error: null,
        Failure: '',
        ProjectResults: results,
        PlansDeleted: false,
      };
    } finally {
      if (!life.over) {
        locks.releaseByPull(command.repository, pull);
      }
      await checkout.remove();
    }
  }

  async #planAll(running: Running) {
    const { command, statuses } = running;
    const planned = new Map<string, PlannedProject>();
    const results: ProjectResult[] = [];
    if (command.paths.length === 0) {
      for (const [name, words] of [
        ['plan', '0/0 projects planned successfully.'],
        ['policy_check', '0/0 projects had policies checked successfully.'],
        ['apply', '0/0 projects applied successfully.'],
      ] as const) {
        await statuses.combined(name, 'success', words);
      }
      return { results, planned };
    }
    await statuses.combined('plan', 'pending', 'Plan in progress...');
    for (const path of command.paths) {
      const project = this.#projectOf(running, path);
      results.push(await this.#planOne(running, project, planned));
    }
    return { results, planned };
  }

  #planOne(
    running: Running,
    project: Project,
    planned: Map<string, PlannedProject>,
  ): Promise<ProjectResult> {
    const { locks, url } = this.#context;
    return this.#inJob('plan', running, project, async run => {
      this.#takeLock(run);
      try {
        const plan = await planProject(run);
        planned.set(projectKey(project), plan);
        return {
          summary: plan.summary,
          PlanSuccess: {
            TerraformOutput: plan.output,
            LockURL: `${url}/lock?id=${encodeURIComponent(
              projectKey(project),
            )}`,
            RePlanCmd: `atlantis plan -d ${project.directory}`,
            ApplyCmd: `atlantis apply -d ${project.directory}`,
            MergedAgain: false,
          },
        };
      } catch (error) {
        if (!(error instanceof Killed)) {
          locks.release(projectKey(project));
        }
        throw error;
      }
    });
  }

  #applyOne(
    running: Running,
    project: Project,
    planned: PlannedProject | undefined,
  ): Promise<ProjectResult> {
    return this.#inJob('apply', running, project, async run => {
      if (!planned) {
        throw new Error(
          `plan for dir "${project.directory}" workspace "${project.workspace}" project "" has status "plan_errored" and cannot be applied; run \`atlantis plan\``,
        );
      }
      this.#takeLock(run);
      return { ApplySuccess: await applyProject(run, planned) };
    });
  }

  #takeLock({ project, pull }: ProjectRun) {
    const holder = this.#context.locks.take(project, pull);
    if (holder) {
      throw new LockHeld(
        `This project is currently locked by an unapplied plan from pull #${holder.pull}. To continue, delete the lock from #${holder.pull} or apply that plan and merge the pull request.\n\nOnce the lock is released, comment \`atlantis plan\` here to re-plan.`,
      );
    }
  }

  /** Runs a project's command with its commit statuses and its log. */
  async #inJob(
    name: 'plan' | 'apply',
    running: Running,
    project: Project,
    execute: (
      run: ProjectRun,
    ) => Promise<Partial<ProjectResult> & { summary?: string }>,
  ): Promise<ProjectResult> {
    const { statuses, life, pull, checkout, command } = running;
    const { workingDirectories, url } = this.#context;
    const job: Job = this.#jobs.start();
    const jobUrl = `${url}/jobs/${job.id}`;
    await statuses.project(name, project, 'pending', jobUrl);
    let result: ProjectResult;
    try {
      const leave = workingDirectories.take(name, {
        repository: command.repository,
        pull,
        workspace: project.workspace,
        path: project.directory,
      });
      try {
        const { summary, ...partial } = await execute({
          context: this.#context,
          life,
          job,
          project,
          pull,
          commit: checkout.commit,
          checkout: checkout.directory,
        });
        life.check();
        result = { ...emptyResult(name, project), ...partial };
        if (name === 'apply') {
          // The status of an apply comes after its log has ended.
          job.end();
        }
        await statuses.project(name, project, 'success', jobUrl, summary);
      } finally {
        leave();
      }
    } catch (error) {
      if (error instanceof Killed) {
        throw error;
      }
      result = {
        ...emptyResult(name, project),
        ...(error instanceof LockHeld
          ? { Failure: error.message }
          : { Error: {} }),
      };
      await statuses.project(name, project, 'failure', jobUrl);
      job.print(banner(error));
    }
    job.end();
    return result;
  }
}

/**
 * Atlantis' status for a result: 500 when any project failed.
 *
 * @internal
 */
export function statusOf(result: CommandResult): number {
  return result.ProjectResults.some(failed) ? 500 : 200;
}
