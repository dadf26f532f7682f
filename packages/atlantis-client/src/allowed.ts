import { InputError, NotAllowedError } from '@backstage/errors';
import { AtlantisConfig } from './config';

/**
 * Directories of one repository that may be planned and applied.
 *
 * @public
 */
export interface AllowedRepository {
  /** `owner/name` */
  repository: string;
  /** Patterns: `*` is one part of a path or a piece of it, `**` any number of parts. */
  directories: string[];
}

function matches(pattern: string[], path: string[]): boolean {
  if (pattern.length === 0) {
    return path.length === 0;
  }
  const [first, ...rest] = pattern;
  if (first === '**') {
    return (
      matches(rest, path) ||
      (path.length > 0 && matches(pattern, path.slice(1)))
    );
  }
  if (path.length === 0) {
    return false;
  }
  const part = new RegExp(
    `^${first
      .split('*')
      .map(piece => piece.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('[^/]*')}$`,
  );
  return part.test(path[0]) && matches(rest, path.slice(1));
}

/**
 * Checks that some directory of a repository may be planned and applied.
 *
 * @throws NotAllowedError when no rule names the repository
 * @internal
 */
export function assertRepositoryAllowed(
  { allow, key = 'atlantis' }: Pick<AtlantisConfig, 'allow' | 'key'>,
  repository: string,
): void {
  if (!allow.some(rule => rule.repository === repository)) {
    throw new NotAllowedError(
      `Atlantis may not be used for ${repository}: no rule of ${key}.allow in the configuration names it`,
    );
  }
}

/**
 * Checks a repository and a directory against what configuration allows.
 *
 * @throws InputError when the directory is not a plain path below the repository's root
 * @throws NotAllowedError when no rule allows it
 * @public
 */
export function assertAllowed(
  { allow, key = 'atlantis' }: Pick<AtlantisConfig, 'allow' | 'key'>,
  repository: string,
  directory: string,
): void {
  const parts = directory.split('/');
  if (
    parts.some(part => !/^[A-Za-z0-9_.-]+$/.test(part) || /^\.+$/.test(part))
  ) {
    throw new InputError(
      `"${directory}" is not a directory below the repository's root: use parts of letters, digits, "-", "_" and ".", with "/" between`,
    );
  }
  const allowed = allow.some(
    rule =>
      rule.repository === repository &&
      rule.directories.some(pattern => matches(pattern.split('/'), parts)),
  );
  if (!allowed) {
    throw new NotAllowedError(
      `Atlantis may not be used for ${directory} of ${repository}: no rule of ${key}.allow in the configuration names them`,
    );
  }
}
