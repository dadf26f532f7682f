import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LabMachines } from '../../vcenter/machines/LabMachines';
import { MACHINE_ADDRESS } from './Attributes';
import { TerraformError } from './errorBox';
import { importedAttributes } from './machineAttributes';
import { DirectoryState } from './planDirectory';
import { Variables } from './variables';

async function readBlock(directory: string): Promise<string | undefined> {
  try {
    return await readFile(join(directory, 'import.tf'), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

/** vCenter's escapes in a name of a path. */
function unescaped(name: string): string {
  return name.replace(/%(2f|5c|25)/gi, decodeURIComponent);
}

/**
 * The machine that the block in a directory's import.tf means, by its inventory path.
 *
 * @returns undefined where there is no such block
 * @throws TerraformError where there is no such machine
 * @internal
 */
export async function findImport(
  directory: string,
  variables: Variables,
  machines: Pick<LabMachines, 'find'>,
  providerVersion: string,
): Promise<DirectoryState['importing']> {
  const [, id] =
    /^\s*id\s*=\s*"([^"]*)"/m.exec((await readBlock(directory)) ?? '') ?? [];
  if (id === undefined || !variables.present) {
    return undefined;
  }
  const machine = machines.find({
    path: id.split('/').map(unescaped).join('/'),
  });
  if (!machine) {
    throw new TerraformError([
      {
        summary: `error fetching virtual machine: vm '${id}' not found`,
        context: [`with ${MACHINE_ADDRESS},`],
      },
    ]);
  }
  return {
    id,
    machine: {
      id: machine.uuid,
      moid: machine.moid,
      tainted: false,
      ipv4Address: variables.network.interfaces[0].ipv4?.address,
      attributes: importedAttributes(variables, machine, providerVersion),
    },
  };
}
