import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { z } from 'zod';

const typesSchema = z.looseObject({
  types: z.string(),
  exports: z.record(z.string(), z.unknown()).optional(),
});
const conditionsSchema = z.looseObject({ types: z.string() });

/** A module, a name or an exported member that there is not. */
const MISSING = [2304, 2305, 2307, 2459, 2460, 2614, 2694, 2724];

/**
 * What the declarations of our packages name, as they are installed in an app, and nobody declares:
 * what was stripped as internal, or a dependency that is not there. Whoever uses it gets `any`.
 */
export function declarationProblems(app: string): string[] {
  const scope = join(app, 'node_modules/@backlot');
  const declarations = readdirSync(scope).flatMap(name =>
    declarationsOf(join(scope, name)),
  );
  const program = ts.createProgram(declarations, {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    jsx: ts.JsxEmit.ReactJSX,
    strict: true,
    noEmit: true,
    skipLibCheck: false,
    types: ['node', 'jest'],
    typeRoots: [join(app, 'node_modules/@types')],
  });
  return declarations.flatMap(path => {
    const file = program.getSourceFile(path);
    return file
      ? [
          ...program.getSyntacticDiagnostics(file),
          ...program.getSemanticDiagnostics(file),
        ]
          .filter(({ code }) => MISSING.includes(code))
          .map(
            ({ messageText }) =>
              `${path.slice(
                scope.length + 1,
              )}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
          )
      : [`${path.slice(scope.length + 1)}: there is no such file`];
  });
}

function declarationsOf(folder: string): string[] {
  const { types, exports = {} } = typesSchema.parse(
    JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')),
  );
  const entries = Object.values(exports).flatMap(conditions => {
    const { data } = conditionsSchema.safeParse(conditions);
    return data ? [data.types] : [];
  });
  return [...new Set([types, ...entries].map(path => join(folder, path)))];
}
