import { matchType } from '../types/matchType';
import { Problem, problemAt } from './Problem';
import { Variable } from './Variable';
import { GivenValue, isReadByItself } from './variableFiles';

/**
 * Whether each value that is given is declared, given once and of its type, and each variable that
 * needs a value is given one.
 *
 * @internal
 */
export function checkVariables(
  variables: Map<string, Variable>,
  given: GivenValue[],
): Problem[] {
  const byName = new Map<string, GivenValue>();
  const problems: Problem[] = [];
  for (const each of given) {
    const before = byName.get(each.name);
    byName.set(each.name, each);
    problems.push(
      ...checkGiven(each, variables.get(each.name)),
      ...(before ? [givenTwice(each, before)] : []),
    );
  }
  for (const variable of variables.values()) {
    if (variable.required && !byName.has(variable.name)) {
      problems.push(notGiven(variable));
    }
  }
  return problems;
}

function checkGiven(
  { name, value, file, offset }: GivenValue,
  variable: Variable | undefined,
): Problem[] {
  if (!variable) {
    return [
      problemAt(
        file,
        offset,
        `variable "${name}" is given and nothing declares or uses it`,
        `declare it with variable "${name}" in the skeleton, or do not give it`,
      ),
    ];
  }
  if (variable.sensitive) {
    return [
      problemAt(
        file,
        offset,
        `variable "${name}" is sensitive and would be committed`,
        `give it in Atlantis' environment as TF_VAR_${name}`,
      ),
    ];
  }
  if (value === null && !variable.nullable && variable.required) {
    return [
      problemAt(
        file,
        offset,
        `variable "${name}" is null and declared as not nullable`,
        'give a value',
      ),
    ];
  }
  return matchType(value, variable.type).map(({ path, message, severity }) =>
    problemAt(
      file,
      offset,
      `variable "${name}": ${name}${path} ${message}`,
      `it is declared in ${variable.file.path}: change the value or the type`,
      severity,
    ),
  );
}

function givenTwice(each: GivenValue, before: GivenValue): Problem {
  return problemAt(
    each.file,
    each.offset,
    `variable "${each.name}" is already given in ${before.file.path}`,
    'give it in one place: which one Terraform takes depends on the names of the files',
    isReadByItself(each.file) && isReadByItself(before.file)
      ? 'error'
      : 'warning',
  );
}

function notGiven({ name, sensitive, file, block }: Variable): Problem {
  return sensitive
    ? problemAt(
        file,
        block.start,
        `sensitive variable "${name}" is not given here`,
        `give it in Atlantis' environment as TF_VAR_${name}`,
        'warning',
      )
    : problemAt(
        file,
        block.start,
        `variable "${name}" has no default and is not given`,
        "give it in the step's variables or in a .tfvars file, or declare a default",
      );
}
