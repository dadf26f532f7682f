import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runCommand } from './runCommand';

/** A Terraform that the infrastructure repository's modules work with. */
export interface Terraform {
  /** Folder of the program `terraform`. */
  folder: string;
  version: string;
}

/** The first Terraform of a search path, when it is 1.5 or newer. */
export async function findTerraform(
  searchPath: string,
): Promise<Terraform | undefined> {
  const folder = searchPath
    .split(delimiter)
    .find(candidate => isExecutable(join(candidate, 'terraform')));
  if (!folder) {
    return undefined;
  }
  const printed = await runCommand(join(folder, 'terraform'), [
    'version',
    '-json',
  ]);
  const { terraform_version: version } = JSON.parse(printed) as {
    terraform_version: string;
  };
  const [major, minor] = version.split('.').map(Number);
  return major > 1 || (major === 1 && minor >= 5)
    ? { folder, version }
    : undefined;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code) {
      return false;
    }
    throw error;
  }
}
