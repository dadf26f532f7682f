import { parse } from 'yaml';
import { z } from 'zod';

const lockSchema = z.record(
  z.string(),
  z.looseObject({ version: z.union([z.string(), z.number()]).optional() }),
);

/**
 * The versions of Backstage's packages that a lock file of Yarn holds; none of a package that it holds
 * in several.
 */
export function backstageVersions(lockFile: string): Record<string, string> {
  const versions = new Map<string, Set<string>>();
  for (const [descriptors, entry] of Object.entries(
    lockSchema.parse(parse(lockFile)),
  )) {
    const [, name] = /^(@backstage\/[^@]+)@npm:/.exec(descriptors) ?? [];
    if (name && entry.version !== undefined) {
      versions.set(
        name,
        (versions.get(name) ?? new Set()).add(String(entry.version)),
      );
    }
  }
  return Object.fromEntries(
    [...versions]
      .filter(([, all]) => all.size === 1)
      .map(([name, all]): [string, string] => [name, [...all][0]])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
