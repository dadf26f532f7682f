import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  accessOf,
  allowsBlueprint,
  blueprintSchema,
  DEFAULT_BLUEPRINT,
  Policy,
} from '@backlot/plugin-vm-requests-common';
import { OperationBlueprint } from '@backlot/plugin-vm-requests-node';
import { z } from 'zod';
import { readTerraformPin } from './readTerraformPin';
import { templateRefOf } from './templateRefOf';

const configuredSchema = z.record(
  z
    .string()
    .max(63)
    .regex(
      /^[a-z0-9][a-z0-9-]*$/,
      'A name has lowercase letters, digits and hyphens',
    ),
  blueprintSchema.extend({
    moduleSource: z.unknown().optional(),
    provider: z.unknown().optional(),
  }),
);

/** The one blueprint of a configuration that names none. */
const only = blueprintSchema.parse({ title: 'RHEL 9', family: 'linux' });

/**
 * Reads what machines are made of.
 *
 * @param config - `vmRequests` of the configuration
 * @throws InputError that names the key and what to write
 */
export function readBlueprints(
  config: Config,
): Record<string, OperationBlueprint> {
  if (!config.has('blueprints')) {
    return {
      [DEFAULT_BLUEPRINT]: { ...only, terraform: readTerraformPin(config) },
    };
  }
  const parsed = configuredSchema.safeParse(config.get('blueprints'));
  if (!parsed.success) {
    throw notRight(
      parsed.error.issues.map(
        ({ path, message }) =>
          `vmRequests.blueprints.${path.join('.')}: ${message}`,
      ),
    );
  }
  return Object.fromEntries(
    Object.entries(parsed.data).map(
      ([name, { moduleSource, provider, adoptTemplate, ...blueprint }]) => [
        name,
        {
          ...blueprint,
          ...(adoptTemplate !== undefined && {
            adoptTemplate: templateRefOf(adoptTemplate),
          }),
          terraform: readTerraformPin(config, name),
        },
      ],
    ),
  );
}

/**
 * Checks that the environments and the blueprints that they allow say together all that a request
 * needs.
 *
 * @throws InputError that names the keys
 */
export function checkBlueprintsOf(
  { environments }: Policy,
  blueprints: Record<string, OperationBlueprint>,
): void {
  const problems = Object.entries(environments).flatMap(
    ([name, environment]) => {
      const key = `vmRequests.policy.environments.${name}`;
      const unknown = (environment.blueprints ?? []).filter(
        each => !Object.hasOwn(blueprints, each),
      );
      const accessless = Object.entries(blueprints).filter(
        ([each, blueprint]) =>
          allowsBlueprint(environment, each) &&
          !accessOf(environment, blueprint),
      );
      return [
        ...unknown.map(
          each =>
            `${key}.blueprints: vmRequests.blueprints has no ${each}, only ${Object.keys(
              blueprints,
            ).join(', ')}`,
        ),
        ...accessless.map(
          ([each]) =>
            `vmRequests.blueprints.${each}.access: say who signs in, here or in ${key}.access`,
        ),
      ];
    },
  );
  if (problems.length > 0) {
    throw notRight(problems);
  }
}

function notRight(problems: string[]): InputError {
  return new InputError(
    `The blueprints of vmRequests are invalid: ${problems.join('; ')}`,
  );
}
