import { parseArgs } from 'node:util';

/**
 * Reads sizes from the command line, each by a flag of its name.
 *
 * @returns the sizes, and whether all are those by default
 */
export function readSizes<Name extends string>(
  defaults: Readonly<Record<Name, number>>,
): { sizes: Record<Name, number>; areDefaults: boolean } {
  const names = Object.keys(defaults) as Name[];
  const { values } = parseArgs({
    options: Object.fromEntries(
      names.map(name => [
        name,
        { type: 'string' as const, default: String(defaults[name]) },
      ]),
    ),
  });
  const sizes = Object.fromEntries(
    names.map(name => [name, Number(values[name])]),
  ) as Record<Name, number>;
  return {
    sizes,
    areDefaults: names.every(name => sizes[name] === defaults[name]),
  };
}
