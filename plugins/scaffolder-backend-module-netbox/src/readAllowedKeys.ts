import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { causeInWords, withCause } from '@backlot/backend-common';

/**
 * The keys that `netbox:release` may release: `netbox.release.allowedKeys`, none by default. Each is
 * a regular expression that must match a whole key.
 *
 * @throws InputError if one is not a regular expression
 * @internal
 */
export function readAllowedKeys(config: Config): RegExp[] {
  const patterns =
    config.getOptionalStringArray('netbox.release.allowedKeys') ?? [];
  return patterns.map(pattern => {
    try {
      return new RegExp(`^(?:${pattern})$`);
    } catch (error) {
      throw withCause(
        new InputError(
          `"${pattern}" in netbox.release.allowedKeys is not a regular expression: ${causeInWords(
            error,
          )}`,
        ),
        error,
      );
    }
  });
}
