import { InputError } from '@backstage/errors';
import { AddressFamily } from './networkFamilies';

/**
 * Branch of a request in the infrastructure repository.
 *
 * @public
 */
export function branchOf(request: string): string {
  return `vm/${request.toLowerCase()}`;
}

/**
 * Directory of a machine in the infrastructure repository.
 *
 * @param pattern - with `{environment}` and `{name}`, e.g. `vms/{environment}/{name}`
 * @throws InputError when the pattern lacks one of them or leads out of the repository
 * @public
 */
export function directoryOf(
  pattern: string,
  machine: { environment: string; name: string },
): string {
  if (!pattern.includes('{environment}') || !pattern.includes('{name}')) {
    throw new InputError(
      `The directory pattern '${pattern}' must hold {environment} and {name}, so that each machine has a directory of its own.`,
    );
  }
  const directory = pattern
    .replaceAll('{environment}', machine.environment)
    .replaceAll('{name}', machine.name);
  if (
    !directory
      .split('/')
      .every(part => /^[A-Za-z0-9._-]+$/.test(part) && !/^\.+$/.test(part))
  ) {
    throw new InputError(
      `The directory '${directory}' of the machine is no path inside a repository.`,
    );
  }
  return directory;
}

/**
 * Key of an address' allocation, which NetBox keeps unique.
 *
 * @public
 */
export function allocationKeyOf(allocation: {
  fqdn: string;
  interfaceName: string;
  family: AddressFamily;
}): string {
  return `${allocation.fqdn}/${allocation.interfaceName}/${allocation.family}`;
}
