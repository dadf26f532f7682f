import { dependencyKinds, Manifest } from './Manifest';

const UNRESOLVED = /^(workspace|portal|link|file|patch|backstage):/;

/**
 * What is wrong with a package as it would be published, in sentences that say what to do.
 *
 * @param files - in the package, e.g. `dist/index.d.ts`
 */
export function packageProblems(manifest: Manifest, files: string[]): string[] {
  return [
    ...(files.includes('LICENSE')
      ? []
      : ['has no LICENSE: copy the one of the repository into its folder']),
    ...(files.includes('README.md') ? [] : ['has no README.md: write one']),
    ...(manifest.license ? [] : ['names no license: add "license"']),
    ...(manifest.engines?.node
      ? []
      : [
          'does not say which Node it runs on: add "engines" as the other packages have it',
        ]),
    ...Object.entries(manifest.exports ?? {}).flatMap(([entry, conditions]) =>
      problemsOfEntry(entry, conditions),
    ),
    ...dependencyKinds.flatMap(kind =>
      Object.entries(manifest[kind] ?? {})
        .filter(([, range]) => UNRESOLVED.test(range))
        .map(
          ([name, range]) =>
            `has the range ${range} of ${name} in ${kind}, which nobody else can resolve: name versions`,
        ),
    ),
  ];
}

function problemsOfEntry(entry: string, conditions: unknown): string[] {
  if (typeof conditions !== 'object' || conditions === null) {
    return [];
  }
  // Conditions are tried in their order, and TypeScript takes what an earlier one names.
  return Object.keys(conditions)[0] === 'types'
    ? []
    : [
        `does not name the types of "${entry}" before all else: list "types" first in "publishConfig.exports"`,
      ];
}
