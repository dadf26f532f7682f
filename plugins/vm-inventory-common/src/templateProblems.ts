import { satisfies } from 'semver';
import { Template } from './objects';

/**
 * Why no machine can be made from a template, or a machine not be managed, with this version of
 * Terraform's provider.
 *
 * @param providerVersion - exact, e.g. `1.26.0`; without it, what holds for every version
 * @returns sentences for people; none when it can be used
 * @public
 */
export function templateProblemsFor(
  { problems = [] }: Pick<Template, 'problems'>,
  providerVersion?: string,
): string[] {
  return problems
    .filter(
      ({ providerVersions }) =>
        providerVersions === undefined ||
        (providerVersion !== undefined &&
          satisfies(providerVersion, providerVersions, {
            includePrerelease: true,
          })),
    )
    .map(({ message }) => message);
}
