import { checkDependencyLock, parseDependencyLock } from '@backlot/hcl';
import { pinnedVersion } from './pinnedVersion';
import { Problem, problemOfError, TextFile } from './Problem';

/**
 * The name that Terraform expects.
 *
 * @internal
 */
export const LOCK_FILE = '.terraform.lock.hcl';

/**
 * Whether a lock file is one that Terraform takes, and names each required provider with hashes; of
 * a provider of which one version is required, that version.
 *
 * @internal
 */
export function checkLockFile(
  file: TextFile,
  providers: Record<string, { source: string; version?: string }>,
): Problem[] {
  try {
    parseDependencyLock(file.text);
    for (const { source, version } of Object.values(providers)) {
      checkDependencyLock(file.text, {
        source,
        version: pinnedVersion(version),
      });
    }
    return [];
  } catch (error) {
    return [problemOfError(file, error)];
  }
}
