import { evaluate, parseHcl } from '@backlot/hcl';
import { posix } from 'node:path';
import { JsonObject, JsonValue } from '@backstage/types';
import { Problem, problemAt, problemOfError, TextFile } from './Problem';

/**
 * A value that a file gives to a variable.
 *
 * @internal
 */
export interface GivenValue {
  name: string;
  /** Undefined when it cannot be evaluated, which is a problem of its own. */
  value: JsonValue | undefined;
  file: TextFile;
  offset: number;
}

/** Whether a file gives values to variables. */
function isVariablesFile({ path }: TextFile): boolean {
  return /\.tfvars(?:\.json)?$/.test(path) && !path.includes('/');
}

/**
 * Whether Terraform reads a file of variables without being told.
 *
 * @internal
 */
export function isReadByItself({ path }: TextFile): boolean {
  return /^(?:terraform|.+\.auto)\.tfvars(?:\.json)?$/.test(path);
}

/**
 * The name of the JSON file for the values that the step gives. It follows the names in the skeleton
 * (`machine_inputs.tfvars` → `machine_inputs.auto.tfvars.json`), so that people find them side by
 * side.
 *
 * @internal
 */
export function variablesFileName(files: TextFile[]): string {
  const names = files.filter(isVariablesFile).map(({ path }) => path);
  const json = names.filter(
    name => name.endsWith('.json') && isReadByItself({ path: name, text: '' }),
  );
  if (json.length === 1) {
    return json[0];
  }
  if (names.length !== 1) {
    return 'vm.auto.tfvars.json';
  }
  const stem = posix
    .basename(names[0])
    .replace(/(?:\.auto)?\.tfvars(?:\.json)?$/, '');
  return stem === 'terraform'
    ? 'terraform.tfvars.json'
    : `${stem}.auto.tfvars.json`;
}

/**
 * Variables as the text of a file, by JSON alone: such a file's strings are not templates.
 *
 * @internal
 */
export function variablesText(variables: JsonObject): string {
  return `${JSON.stringify(variables, null, 2)}\n`;
}

/**
 * The values that the files of variables give.
 *
 * @internal
 */
export function readVariableFiles(files: TextFile[]): {
  given: GivenValue[];
  problems: Problem[];
} {
  const given: GivenValue[] = [];
  const problems: Problem[] = [];
  for (const file of files.filter(isVariablesFile)) {
    const read = file.path.endsWith('.json') ? readJson(file) : readHcl(file);
    given.push(...read.given);
    problems.push(...read.problems);
    if (!isReadByItself(file)) {
      problems.push(
        problemAt(
          file,
          0,
          'Terraform does not read this file by itself',
          `name it in Atlantis' workflow with -var-file, or rename it to ${file.path.replace(
            '.tfvars',
            '.auto.tfvars',
          )}`,
          'warning',
        ),
      );
    }
  }
  return { given, problems };
}

function readJson(file: TextFile): {
  given: GivenValue[];
  problems: Problem[];
} {
  const remedy = 'write one JSON object of variables';
  let variables: JsonValue;
  try {
    variables = JSON.parse(file.text);
  } catch (error) {
    const position = /position (\d+)/.exec(String(error))?.[1];
    const message = error instanceof Error ? error.message : String(error);
    return {
      given: [],
      problems: [problemAt(file, Number(position ?? 0), message, remedy)],
    };
  }
  if (
    variables === null ||
    typeof variables !== 'object' ||
    Array.isArray(variables)
  ) {
    return {
      given: [],
      problems: [problemAt(file, 0, 'this is not an object', remedy)],
    };
  }
  const given = Object.entries(variables).map(([name, value]) => ({
    name,
    value: value ?? null,
    file,
    offset: offsetOfKey(file.text, name),
  }));
  return { given, problems: [] };
}

/** Of a key of the outermost object, as it is indented here; of any such key otherwise. */
function offsetOfKey(text: string, name: string): number {
  const key = `${JSON.stringify(name)}:`;
  const outermost = text.indexOf(`\n  ${key}`);
  return Math.max(0, outermost < 0 ? text.indexOf(key) : outermost + 3);
}

function readHcl(file: TextFile): { given: GivenValue[]; problems: Problem[] } {
  const given: GivenValue[] = [];
  const problems: Problem[] = [];
  try {
    const { attributes, blocks } = parseHcl(file.text);
    for (const block of blocks) {
      problems.push(
        problemAt(
          file,
          block.start,
          `block "${block.type}" in a file of variables`,
          'write name = value; declarations go into a .tf file',
        ),
      );
    }
    for (const { name, value: expression, start } of attributes) {
      let value: JsonValue | undefined;
      try {
        value = evaluate(expression);
      } catch (error) {
        problems.push(problemOfError(file, error));
      }
      given.push({ name, value, file, offset: start });
    }
  } catch (error) {
    problems.push(problemOfError(file, error));
  }
  return { given, problems };
}
