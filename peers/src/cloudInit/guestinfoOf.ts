import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MachineVariables } from '../chain/machineFiles';
import { findTerraform } from '../findTerraform';
import { binFolder, infrastructureTemplate } from '../locations';
import { runCommand } from '../runCommand';

const moduleFolder = join(infrastructureTemplate, 'modules', 'rhel9-vm');

/**
 * What the module rhel9-vm tells a guest with cloud-init, computed by Terraform itself.
 *
 * @throws ForwardedError with Terraform's words when the module refuses the variables
 */
export async function guestinfoOf(
  variables: Omit<MachineVariables, 'present'>,
): Promise<Record<string, string>> {
  const terraform = await findTerraform(process.env.PATH ?? '');
  const folder = await mkdtemp(join(tmpdir(), 'backlot-guestinfo-'));
  try {
    // The files that need no provider.
    for (const file of ['guest.tf', 'variables.tf', 'mountDisk.sh']) {
      await copyFile(join(moduleFolder, file), join(folder, file));
    }
    await writeFile(
      join(folder, 'guestinfo.tf'),
      'output "guestinfo" {\n  value = local.first_boot["cloud-init"]\n}\n',
    );
    await writeFile(
      join(folder, 'vm.auto.tfvars.json'),
      JSON.stringify(variables),
    );
    const program = join(terraform?.folder ?? binFolder, 'terraform');
    const run = (...args: string[]) =>
      runCommand(program, args, { cwd: folder });
    await run('apply', '-auto-approve', '-no-color', '-input=false');
    return JSON.parse(await run('output', '-json', 'guestinfo'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
