import { InputError, NotAllowedError } from '@backstage/errors';

const REPOSITORY = /^[A-Za-z0-9_.-]+\/[A-Za-z0-9_.-]+$/;

/**
 * Whether a text names a repository: `owner/name`.
 *
 * @internal
 */
export function isRepositoryName(text: string): boolean {
  return (
    REPOSITORY.test(text) && text.split('/').every(part => !/^\.+$/.test(part))
  );
}

/**
 * Checks that a repository is one of those that may be touched.
 *
 * @param allowed - `repositories` of the forge in the configuration
 * @param key - where the forge stands there
 * @throws InputError when it is not of the form `owner/name`
 * @throws NotAllowedError when it is not among them
 * @public
 */
export function assertAllowedRepository(
  allowed: string[],
  repository: string,
  key = 'gitForge',
): void {
  if (!isRepositoryName(repository)) {
    throw new InputError(
      `"${repository}" does not name a repository: it has the form owner/name`,
    );
  }
  if (!allowed.includes(repository)) {
    throw new NotAllowedError(
      `The repository ${repository} may not be used: ${key}.repositories of the configuration does not name it`,
    );
  }
}
