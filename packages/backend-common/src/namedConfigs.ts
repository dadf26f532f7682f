import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { z } from 'zod';

/**
 * A name that something has in the configuration.
 *
 * @public
 */
export const configNameSchema = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    'a name has lower case letters, digits and hyphens, at most 63, and no hyphen at its ends',
  );

/**
 * Name of the one of a sort that stands alone in the configuration, and that is meant where none is named.
 *
 * @public
 */
export const DEFAULT_NAME = 'default';

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
    const { error } = configNameSchema.safeParse(name);
    if (error) {
      throw new InputError(
        `${key}.${name} of the configuration: ${error.issues[0].message}`,
      );
    }
    return { name, key: `${key}.${name}`, config: parent.getConfig(name) };
  });
}

/**
 * All of a sort by their names: the one that stands alone, e.g. `gitForge`, which is named `default`, and
 * then those that stand by their names, e.g. below `gitForges`.
 *
 * @param sort - the keys of both, and what people call one within a sentence, e.g. `the forge`
 * @throws InputError when two have the same name, or a name is not right
 * @throws Error when there is none
 * @public
 */
export function configsByName<T>(
  root: Config,
  sort: { alone: string; named: string; title: string },
  read: (one: NamedConfig) => T,
): Record<string, T> {
  const { alone, named, title } = sort;
  const all = namedConfigs(root, named);
  const result: Record<string, T> = {};
  if (root.has(alone) || all.length === 0) {
    const config = root.getConfig(alone);
    result[DEFAULT_NAME] = read({ name: DEFAULT_NAME, key: alone, config });
  }
  for (const one of all) {
    if (Object.hasOwn(result, one.name)) {
      throw new InputError(
        `${one.key} and ${alone} are both ${title} "${one.name}": remove one of them`,
      );
    }
    result[one.name] = read(one);
  }
  return result;
}
