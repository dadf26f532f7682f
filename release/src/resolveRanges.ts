import { NotFoundError } from '@backstage/errors';
import { dependencyKinds, Manifest } from './Manifest';

const WORKSPACE = 'workspace:';

/**
 * The manifest with versions in place of `workspace:` ranges, as Yarn publishes it.
 *
 * @param versions - of the packages of this repository, by name
 */
export function resolveRanges(
  manifest: Manifest,
  versions: ReadonlyMap<string, string>,
): Manifest {
  const resolved = { ...manifest };
  for (const kind of dependencyKinds) {
    const ranges = manifest[kind];
    if (ranges) {
      resolved[kind] = Object.fromEntries(
        Object.entries(ranges).map(([name, range]) => [
          name,
          range.startsWith(WORKSPACE)
            ? resolveRange(manifest.name, name, range, versions)
            : range,
        ]),
      );
    }
  }
  return resolved;
}

function resolveRange(
  dependent: string,
  name: string,
  range: string,
  versions: ReadonlyMap<string, string>,
): string {
  const version = versions.get(name);
  if (!version) {
    throw new NotFoundError(
      `${dependent} depends on ${name}, which is not published: make ${name} public, or drop the dependency`,
    );
  }
  const asked = range.slice(WORKSPACE.length);
  if (asked === '*') {
    return version;
  }
  return asked === '^' || asked === '~' ? `${asked}${version}` : asked;
}
