import { InputError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { causeInWords, withCause } from '@backlot/backend-common';
import { addMissing, Addition } from './additions/addMissing';
import { TerraformRequirements } from './config';
import { renderSkeleton } from './skeleton/renderSkeleton';
import { LOCK_FILE } from './structure/checkLockFile';
import { checkStructure } from './structure/checkStructure';
import {
  describeProblem,
  Problem,
  problemAt,
  sortProblems,
  TextFile,
} from './structure/Problem';
import { readModules } from './structure/TerraformModule';
import { variablesFileName, variablesText } from './structure/variableFiles';

/**
 * The files of one machine's directory.
 *
 * @internal
 */
export interface RenderedDirectory {
  /** By path within the directory. */
  files: TextFile[];
  /** The file that holds the step's variables. */
  variablesFile: string;
  additions: Addition[];
  /** In words. */
  warnings: string[];
}

/**
 * Renders a skeleton, adds what it lacks, and checks the whole. Values are rendered into admins' text
 * as data; variables go by JSON alone into a file of their own, and no other file depends on them
 * except through the types that are declared for those that the skeleton does not declare.
 *
 * @throws InputError with a line `file:line:column message (remedy)` for each problem
 * @internal
 */
export function renderTerraform(options: {
  skeleton: TextFile[];
  /** The machine's directory in the repository. */
  directory: string;
  /** For Handlebars. `directory` is there in any case. */
  values: JsonObject;
  variables: JsonObject;
  required: TerraformRequirements;
}): RenderedDirectory {
  const { skeleton, directory, values, variables, required } = options;
  const { files: rendered, problems } = renderSkeleton(skeleton, {
    ...values,
    directory,
  });
  const { modules, problems: syntax } = readModules(rendered);
  refuse([...problems, ...syntax, ...secondLockFile(rendered, required)]);

  const module = modules.get('');
  const additions = module
    ? addMissing({
        module,
        paths: rendered.map(({ path }) => path),
        wanted: required,
        variables,
        directory,
      })
    : [];
  const variablesFile = variablesFileName(rendered);
  const files = withVariables(
    [...rendered, ...additions.map(({ path, text }) => ({ path, text }))],
    variablesFile,
    variables,
  ).sort((a, b) => (a.path < b.path ? -1 : 1));

  const found = checkStructure(files, {
    providers: required.providers,
    backend: required.backendType,
    directory,
  });
  refuse(found);
  return {
    files,
    variablesFile,
    additions,
    warnings: [
      ...additions
        .filter(({ isWarning }) => isWarning)
        .map(
          ({ path, reason }) =>
            `${path} was added, for the skeleton lacks ${reason}`,
        ),
      ...sortProblems(found).map(describeProblem),
    ],
  };
}

function secondLockFile(
  rendered: TextFile[],
  { lockFile }: TerraformRequirements,
): Problem[] {
  const own = rendered.find(({ path }) => path === LOCK_FILE);
  return own && lockFile !== undefined
    ? [
        problemAt(
          own,
          0,
          "a lock file is given besides the skeleton's own",
          'keep one',
        ),
      ]
    : [];
}

function withVariables(
  files: TextFile[],
  path: string,
  variables: JsonObject,
): TextFile[] {
  const own = files.find(file => file.path === path);
  if (!own) {
    return [...files, { path, text: variablesText(variables) }];
  }
  const constants = readObject(own);
  const twice = Object.keys(variables).find(name =>
    Object.hasOwn(constants, name),
  );
  if (twice !== undefined) {
    throw new InputError(
      `${path} of the skeleton gives the variable "${twice}", which the step gives too: give it in one place`,
    );
  }
  return [
    ...files.filter(file => file !== own),
    { path, text: variablesText({ ...constants, ...variables }) },
  ];
}

function readObject({ path, text }: TextFile): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
      return value as JsonObject;
    }
  } catch (error) {
    throw withCause(
      new InputError(
        `${path} of the skeleton is not JSON: ${causeInWords(error)}`,
      ),
      error,
    );
  }
  throw new InputError(`${path} of the skeleton is not a JSON object`);
}

function refuse(problems: Problem[]) {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    throw new InputError(
      [
        `The machine's files have problems, so none of them is used:`,
        ...sortProblems(errors).map(describeProblem),
      ].join('\n'),
    );
  }
}
