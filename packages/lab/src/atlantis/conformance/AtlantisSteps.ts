import { randomBytes } from 'node:crypto';
import { unpaint } from '../terraform/ansi';
import { AtlantisDriver } from './AtlantisDriver';
import { AtlantisUnderTest } from './AtlantisUnderTest';
import { CommitStatus, GiteaDriver, Proposal } from './GiteaDriver';

/**
 * A directory that is proposed, and what Atlantis is asked about it.
 *
 * @internal
 */
export interface ProposedMachine extends Proposal {
  directory: string;
  /** Body of a request. */
  command: Record<string, unknown>;
}

/**
 * What the tests do with an Atlantis and its forge.
 *
 * @internal
 */
export class AtlantisSteps {
  readonly under: AtlantisUnderTest;
  readonly atlantis: AtlantisDriver;
  readonly #forge: GiteaDriver;

  constructor(under: AtlantisUnderTest) {
    this.under = under;
    this.atlantis = new AtlantisDriver(under.atlantis);
    this.#forge = new GiteaDriver(under.forge);
  }

  /** Proposes a new machine, with its files changed. */
  async propose(
    change: (files: Record<string, string>) => Record<string, string> = f => f,
  ): Promise<ProposedMachine> {
    const machine = `conf-${randomBytes(4).toString('hex')}`;
    const directory = `vms/development/${machine}`;
    const proposal = await this.#forge.propose(
      `vm/${machine}`,
      Object.fromEntries(
        Object.entries(change(this.under.project(machine))).map(
          ([path, text]) => [`${directory}/${path}`, text],
        ),
      ),
    );
    const { owner, repository } = this.under.forge;
    return {
      ...proposal,
      directory,
      command: {
        Repository: `${owner}/${repository}`,
        Ref: proposal.branch,
        base_branch: 'main',
        Type: 'Gitea',
        PR: proposal.pull,
        Paths: [{ directory, workspace: 'default' }],
      },
    };
  }

  /** Proposes a machine whose plan fails, because its variables have no values. */
  async proposeBroken(): Promise<ProposedMachine> {
    return await this.propose(files => ({
      ...files,
      'vm.auto.tfvars.json': '{}',
    }));
  }

  /** Statuses of one context, newest first. */
  async statusesOf(
    proposal: Proposal,
    context: string,
  ): Promise<CommitStatus[]> {
    const statuses = await this.#forge.statuses(proposal.commit);
    return statuses.filter(status => status.context === context);
  }

  /** The whole log of a status' job, without colours. */
  async logOf(status: CommitStatus): Promise<string> {
    const { frames } = await this.atlantis.followJob(status.target_url);
    return unpaint(Buffer.concat(frames).toString('utf8'));
  }
}

/**
 * The result of the only project.
 *
 * @internal
 */
export function firstResult(
  body: Record<string, unknown>,
): Record<string, unknown> {
  return (body.ProjectResults as Array<Record<string, unknown>>)[0];
}

/**
 * What Terraform printed in a plan that succeeded.
 *
 * @internal
 */
export function planOutput(body: Record<string, unknown>): string {
  return (firstResult(body).PlanSuccess as { TerraformOutput: string })
    .TerraformOutput;
}
