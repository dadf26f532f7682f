import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NotFoundError } from '@backstage/errors';
import { machineFiles, MachineVariables } from '../chain/machineFiles';
import { findTerraform } from '../findTerraform';
import { binFolder, infrastructureTemplate } from '../locations';
import { layOutMirror } from '../providerMirror';
import { runCommand } from '../runCommand';
import { VCenterSimulator } from '../startVCenterSimulator';
import { vsphereProvider } from '../vsphereProvider';

/** What a plan would do to the machine, by Terraform's names. */
export type PlannedActions = string[];

/** A value of a machine that a plan changes. */
export interface PlannedValue {
  path: string[];
  before?: unknown;
  after?: unknown;
}

function isNested(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function changedValues(
  path: string[],
  before: unknown,
  after: unknown,
): PlannedValue[] {
  if (!isNested(before) || !isNested(after)) {
    return before === after ? [] : [{ path, before, after }];
  }
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .sort()
    .flatMap(name => changedValues([...path, name], before[name], after[name]));
}

/** One machine's directory, planned and applied by Terraform itself on the simulator. */
export class TerraformDirectory {
  readonly #folder: string;
  readonly #program: string;
  readonly #env: NodeJS.ProcessEnv;

  /** @throws NotFoundError where there is no Terraform */
  static async make(
    folder: string,
    vcenter: VCenterSimulator,
  ): Promise<TerraformDirectory> {
    const terraform =
      (await findTerraform(process.env.PATH ?? '')) ??
      (await findTerraform(binFolder));
    if (!terraform) {
      throw new NotFoundError(
        'There is no Terraform 1.5 or newer on the path: install it, or let buildPeers build it',
      );
    }
    await mkdir(folder, { recursive: true });
    const cliConfig = join(folder, 'cli.tfrc');
    const certificates = join(folder, 'ca.pem');
    const mirror = join(folder, 'mirror');
    await layOutMirror(mirror, [vsphereProvider()]);
    await writeFile(certificates, vcenter.ca);
    await writeFile(
      cliConfig,
      `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(
        mirror,
      )}\n  }\n}\n`,
    );
    return new TerraformDirectory(folder, join(terraform.folder, 'terraform'), {
      ...process.env,
      TF_CLI_CONFIG_FILE: cliConfig,
      CHECKPOINT_DISABLE: '1',
      VSPHERE_SERVER: new URL(vcenter.url).host,
      VSPHERE_USER: vcenter.username,
      VSPHERE_PASSWORD: vcenter.password,
      SSL_CERT_FILE: certificates,
    });
  }

  private constructor(folder: string, program: string, env: NodeJS.ProcessEnv) {
    this.#folder = folder;
    this.#program = program;
    this.#env = env;
  }

  /** The same directory, with another account at the vCenter. */
  as(account: { username: string; password: string }): TerraformDirectory {
    return this.with({
      VSPHERE_USER: account.username,
      VSPHERE_PASSWORD: account.password,
    });
  }

  /** The same directory, with more in Terraform's environment. */
  with(env: Record<string, string>): TerraformDirectory {
    return new TerraformDirectory(this.#folder, this.#program, {
      ...this.#env,
      ...env,
    });
  }

  /**
   * Writes the machine's files, for the module in this checkout.
   *
   * @param others - files besides, by name
   */
  async write(
    variables: MachineVariables,
    others: Record<string, string> = {},
  ): Promise<void> {
    const files = machineFiles(
      variables,
      join(infrastructureTemplate, 'modules', 'rhel9-vm'),
      join(this.#folder, 'terraform.tfstate'),
    );
    await this.writeFiles({ ...files, ...others });
  }

  /** Writes files that Terraform takes together. */
  async writeFiles(files: Record<string, string>): Promise<void> {
    for (const [name, content] of Object.entries(files)) {
      await writeFile(join(this.#folder, name), content);
    }
    await this.#run('init', '-input=false', '-no-color');
  }

  /** What would be done to the machine. */
  async plan(): Promise<PlannedActions> {
    const { actions } = await this.#planned();
    return actions;
  }

  /** What an update of the machine would change, in the order of the names. */
  async planUpdate(): Promise<PlannedValue[]> {
    const { before, after } = await this.#planned();
    return changedValues([], before, after);
  }

  async #planned() {
    const { json } = await this.planInFull();
    const { resource_changes: changes } = JSON.parse(json) as {
      resource_changes: {
        type: string;
        change: { actions: PlannedActions; before: unknown; after: unknown };
      }[];
    };
    return changes.find(({ type }) => type === 'vsphere_virtual_machine')!
      .change;
  }

  /** What would be done, as Terraform tells people and programs. */
  async planInFull(): Promise<{ text: string; json: string }> {
    const text = await this.#run(
      ...['plan', '-input=false', '-no-color', '-out=plan'],
    );
    return { text, json: await this.#run('show', '-json', 'plan') };
  }

  /** @throws ForwardedError with Terraform's words */
  async apply(): Promise<void> {
    await this.#run('apply', '-input=false', '-no-color', '-auto-approve');
  }

  #run(...args: string[]): Promise<string> {
    return runCommand(this.#program, args, {
      cwd: this.#folder,
      env: this.#env,
    });
  }
}
