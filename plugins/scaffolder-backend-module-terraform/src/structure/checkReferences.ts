import { Problem, problemAt } from './Problem';
import { referencesOf } from './referencesOf';
import { blocksOf, TerraformModule } from './TerraformModule';

const DECLARATIONS: Record<string, string | undefined> = {
  var: 'variable',
  local: 'local',
  module: 'module',
};

/**
 * References to variables, locals and module calls that are not there.
 *
 * @internal
 */
export function checkReferences(module: TerraformModule): Problem[] {
  const declared = new Set([
    ...['variable', 'module'].flatMap(type =>
      blocksOf(module, type).map(
        ({ block }) => `${type} ${block.labels[0]?.text}`,
      ),
    ),
    ...blocksOf(module, 'locals').flatMap(({ block }) =>
      block.body.attributes.map(({ name }) => `local ${name}`),
    ),
  ]);
  return module.files.flatMap(file =>
    referencesOf(file).flatMap(({ root, name, start }) => {
      const type = Object.hasOwn(DECLARATIONS, root)
        ? DECLARATIONS[root]
        : undefined;
      if (!type || !name || declared.has(`${type} ${name}`)) {
        return [];
      }
      return [
        problemAt(
          file,
          start,
          `${root}.${name} is not declared`,
          `declare ${type} "${name}", or correct the name`,
        ),
      ];
    }),
  );
}
