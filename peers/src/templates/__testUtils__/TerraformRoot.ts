import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findTerraform } from '../../findTerraform';
import { binFolder, infrastructureTemplate } from '../../locations';
import { layOutMirror } from '../../providerMirror';
import { runCommand } from '../../runCommand';
import { VCenterSimulator } from '../../startVCenterSimulator';
import { vsphereProvider } from '../../vsphereProvider';

const mainTf = `terraform {
  required_providers {
    vsphere = {
      source = "vmware/vsphere"
    }
  }
}

variable "machines" {
  type = any
}

provider "vsphere" {}

module "vm" {
  source   = "./modules/rhel9-vm"
  for_each = var.machines

  name       = each.key
  placement  = each.value.placement
  hardware   = each.value.hardware
  network    = each.value.network
  access     = each.value.access
  annotation = each.value.annotation
}
`;

interface ResourceChange {
  address: string;
  change: { actions: string[] };
}

/** The module rhel9-vm for many machines at once, with the real provider and one state. */
export class TerraformRoot {
  readonly #directory: string;
  readonly #program: string;
  readonly #env: NodeJS.ProcessEnv;

  static async create(
    directory: string,
    vcenter: VCenterSimulator,
  ): Promise<TerraformRoot> {
    const terraform =
      (await findTerraform(process.env.PATH ?? '')) ??
      (await findTerraform(binFolder));
    const cliConfig = join(directory, 'terraform.rc');
    const certificates = join(directory, 'ca.pem');
    const mirror = join(directory, 'mirror');
    await mkdir(directory, { recursive: true });
    await layOutMirror(mirror, [vsphereProvider()]);
    await writeFile(
      cliConfig,
      `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(
        mirror,
      )}\n  }\n}\n`,
    );
    await writeFile(certificates, vcenter.ca);
    await writeFile(join(directory, 'main.tf'), mainTf);
    await cp(
      join(infrastructureTemplate, 'modules'),
      join(directory, 'modules'),
      { recursive: true },
    );
    const root = new TerraformRoot(
      directory,
      join(terraform!.folder, 'terraform'),
      {
        PATH: process.env.PATH,
        HOME: directory,
        TF_CLI_CONFIG_FILE: cliConfig,
        CHECKPOINT_DISABLE: '1',
        TF_IN_AUTOMATION: '1',
        SSL_CERT_FILE: certificates,
        VSPHERE_SERVER: new URL(vcenter.url).host,
        VSPHERE_USER: vcenter.username,
        VSPHERE_PASSWORD: vcenter.password,
      },
    );
    await root.#run(['init', '-input=false']);
    return root;
  }

  private constructor(
    directory: string,
    program: string,
    env: NodeJS.ProcessEnv,
  ) {
    this.#directory = directory;
    this.#program = program;
    this.#env = env;
  }

  async write(machines: Record<string, unknown>): Promise<void> {
    await writeFile(
      join(this.#directory, 'terraform.tfvars.json'),
      JSON.stringify({ machines }),
    );
  }

  /** The actions of what would be done, by the machine's name; no-ops are left out. */
  async plan(): Promise<Record<string, string[]>> {
    await this.#run(['plan', '-input=false', '-out=planned']);
    const { resource_changes: changes = [] } = JSON.parse(
      await this.#run(['show', '-json', 'planned']),
    ) as { resource_changes?: ResourceChange[] };
    return Object.fromEntries(
      changes
        .filter(({ change }) => change.actions[0] !== 'no-op')
        .map(({ address, change }) => [
          /\["(.+?)"\]/.exec(address)![1],
          change.actions,
        ]),
    );
  }

  /** Applies what was planned last. */
  async apply(): Promise<void> {
    await this.#run(['apply', '-input=false', 'planned']);
  }

  #run(args: string[]): Promise<string> {
    return runCommand(this.#program, [...args, '-no-color'], {
      cwd: this.#directory,
      env: this.#env,
    });
  }
}
