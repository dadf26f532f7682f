import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Diagnostic, TerraformError } from './errorBox';
import { rules, Variables, variablesSchema } from './variables';

const REQUIRED: Record<string, string> = {
  string: 'string required',
  number: 'a number is required',
  int: 'a whole number is required',
  boolean: 'bool required',
  array: 'list required',
  object: 'object required',
};

function describe(issue: z.core.$ZodIssue): string {
  const [, ...attributes] = issue.path;
  const where = attributes
    .map(part =>
      typeof part === 'number'
        ? `element ${part}`
        : `attribute "${String(part)}"`,
    )
    .join(': ');
  const what =
    issue.code === 'invalid_type'
      ? REQUIRED[issue.expected] ?? `${issue.expected} required`
      : issue.message;
  return where ? `${where}: ${what}` : what;
}

async function parse(directory: string, file: string): Promise<unknown> {
  const text = await readFile(join(directory, file), 'utf8');
  try {
    return JSON.parse(text);
  } catch {
    throw new TerraformError([
      {
        summary: 'Invalid JSON',
        context: [`on ${file} line 1:`, ` 1: ${text.split('\n')[0]}`],
        detail: 'The file is not a JSON object.',
      },
    ]);
  }
}

/** Terraform takes variables from these files, later ones over earlier ones. */
function variableFiles(files: string[]): string[] {
  return [
    ...files.filter(file => file === 'terraform.tfvars.json'),
    ...files.filter(file => file.endsWith('.auto.tfvars.json')).sort(),
  ];
}

/**
 * Reads a directory's configuration as far as the simulation goes: that there is some, and the
 * values of its variables.
 *
 * @throws TerraformError with what Terraform would print
 * @internal
 */
export async function readVariables(directory: string): Promise<Variables> {
  const files = await readdir(directory);
  if (!files.some(file => file.endsWith('.tf') || file.endsWith('.tf.json'))) {
    throw new TerraformError([
      {
        summary: 'No configuration files',
        detail:
          'Plan requires configuration to be present. Planning without a configuration would mark everything for destruction, which is normally not what is desired. If you would like to destroy everything, run plan with the -destroy option. Otherwise, create a Terraform configuration file (.tf file) and try again.',
      },
    ]);
  }
  let values: Record<string, unknown> = {};
  const from: Record<string, string> = {};
  for (const file of variableFiles(files)) {
    const parsed = await parse(directory, file);
    if (
      typeof parsed !== 'object' ||
      parsed === null ||
      Array.isArray(parsed)
    ) {
      throw new TerraformError([
        {
          summary: 'Root value must be object',
          context: [`on ${file} line 1:`],
          detail:
            'The root value in a JSON-based configuration must be either a JSON object or a JSON array of objects.',
        },
      ]);
    }
    for (const name of Object.keys(parsed)) {
      from[name] = file;
    }
    values = { ...values, ...parsed };
  }

  const result = variablesSchema.safeParse(values);
  if (result.success) {
    const broken = rules.filter(rule => !rule.holds(result.data));
    if (broken.length > 0) {
      throw new TerraformError(
        broken.map(({ variable, message }) => ({
          summary: 'Invalid value for variable',
          context: [
            'on main.tf, in module "vm":',
            `  ${variable} = var.${variable}`,
          ],
          detail: `${message}\n\nThis was checked by the validation rule at .terraform/modules/vm/variables.tf.`,
        })),
      );
    }
    return result.data;
  }
  throw new TerraformError(
    result.error.issues.map((issue): Diagnostic => {
      const name = String(issue.path[0]);
      return name in values
        ? {
            summary: 'Invalid value for input variable',
            context: [`on ${from[name]} line 1:`],
            detail: `The given value is not suitable for var.${name} declared at main.tf: ${describe(
              issue,
            )}.`,
          }
        : {
            summary: 'No value for required variable',
            context: ['on main.tf line 1:', ` 1: variable "${name}" {`],
            detail: `The root module input variable "${name}" is not set, and has no default value. Use a -var or -var-file command line argument to provide a value for this variable.`,
          };
    }),
  );
}
