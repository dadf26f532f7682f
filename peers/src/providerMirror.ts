import {
  mkdir,
  mkdtemp,
  readFile,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './runCommand';
import { VsphereProvider } from './vsphereProvider';

/** Node's names of what Terraform calls by Go's. */
const GO_ARCHITECTURES: Record<string, string> = { x64: 'amd64', ia32: '386' };

/** E.g. `linux_amd64`. */
const platform = `${process.platform}_${
  GO_ARCHITECTURES[process.arch] ?? process.arch
}`;

/** Where a mirror has a version of the provider. */
export function mirroredProvider(
  mirror: string,
  version: string,
  namespace = 'vmware',
): string {
  return join(
    mirror,
    ...['registry.terraform.io', namespace, 'vsphere', version, platform],
    `terraform-provider-vsphere_v${version}_x5`,
  );
}

/** Lays providers out as a Terraform filesystem mirror, under their present address and their older one. */
export async function layOutMirror(
  mirror: string,
  providers: VsphereProvider[],
): Promise<void> {
  for (const { version, file } of providers) {
    for (const namespace of ['vmware', 'hashicorp']) {
      const path = mirroredProvider(mirror, version, namespace);
      await mkdir(join(path, '..'), { recursive: true });
      await symlink(file, path);
    }
  }
}

/**
 * The lock file by which Terraform takes one version of the provider, and the very program that a
 * mirror has of it.
 *
 * @param terraform - path of the program
 */
export async function lockFileOf(
  terraform: string,
  mirror: string,
  version: string,
): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'backlot-lock-'));
  try {
    await writeFile(
      join(directory, 'versions.tf.json'),
      JSON.stringify({
        terraform: {
          required_providers: {
            vsphere: { source: 'vmware/vsphere', version: `= ${version}` },
          },
        },
      }),
    );
    await runCommand(terraform, ['providers', 'lock', `-fs-mirror=${mirror}`], {
      cwd: directory,
      env: { ...process.env, CHECKPOINT_DISABLE: '1' },
    });
    return await readFile(join(directory, '.terraform.lock.hcl'), 'utf8');
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
