import { InputError } from '@backstage/errors';

const SEGMENT = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$/;

/**
 * A machine's directory in the repository, without a slash at its end.
 *
 * @throws InputError for what is not a plain relative path
 * @internal
 */
export function targetDirectory(targetPath: string): string {
  const directory = targetPath.replace(/^\.\//, '').replace(/\/$/, '');
  if (!directory.split('/').every(segment => SEGMENT.test(segment))) {
    throw new InputError(
      `targetPath ${JSON.stringify(
        targetPath,
      )} is not a directory below the repository's root: write names of letters, digits, ".", "_" and "-" between slashes, e.g. vms/development/web01`,
    );
  }
  return directory;
}
