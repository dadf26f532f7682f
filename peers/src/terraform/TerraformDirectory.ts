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

  /** Writes the machine's files, for the module in this checkout. */
  async write(variables: MachineVariables): Promise<void> {
    const files = machineFiles(
      variables,
      join(infrastructureTemplate, 'modules', 'rhel9-vm'),
      join(this.#folder, 'terraform.tfstate'),
    );
    for (const [name, content] of Object.entries(files)) {
      await writeFile(join(this.#folder, name), content);
    }
    await this.#run('init', '-input=false', '-no-color');
  }

  /** What would be done to the machine. */
  async plan(): Promise<PlannedActions> {
    await this.#run('plan', '-input=false', '-no-color', '-out=plan');
    const { resource_changes: changes } = JSON.parse(
      await this.#run('show', '-json', 'plan'),
    ) as { resource_changes: { change: { actions: PlannedActions } }[] };
    return changes[0].change.actions;
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
