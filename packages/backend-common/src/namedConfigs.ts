import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

const NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * One of several things of a sort that the configuration has by names.
 *
 * @public
 */
export interface NamedConfig {
  name: string;
  /** Where it stands, e.g. `gitForges.payments`. */
  key: string;
  config: Config;
}

/**
 * What stands below a key of the configuration by names, in its order; nothing where the key is absent.
 *
 * @throws InputError for a name that is not of lower case letters, digits and hyphens
 * @public
 */
export function namedConfigs(root: Config, key: string): NamedConfig[] {
  const parent = root.getOptionalConfig(key);
  if (!parent) {
    return [];
  }
  return parent.keys().map(name => {
    if (!NAME.test(name)) {
      throw new InputError(
        `${key}.${name} of the configuration: a name has lower case letters, digits and hyphens, at most 63, and no hyphen at its ends`,
      );
    }
    return { name, key: `${key}.${name}`, config: parent.getConfig(name) };
  });
}
