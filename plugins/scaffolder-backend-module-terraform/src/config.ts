import { isAbsolute } from 'node:path';
import { Config } from '@backstage/config';
import { InputError, NotFoundError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { z } from 'zod';
import { configNameSchema } from '@backlot/backend-common';
import { checkLockFile } from './structure/checkLockFile';
import { findSecret } from './structure/checkSecrets';
import { describeProblem } from './structure/Problem';
import {
  defaultKeyArguments,
  namesDirectory,
  stateKeyArguments,
} from './structure/stateKey';

const WORD = /^[A-Za-z_][A-Za-z0-9_-]*$/;
const VERSION =
  /^\s*(?:(?:=|!=|>=?|<=?|~>)?\s*v?\d+(?:\.\d+){0,2}(?:-[0-9A-Za-z.-]+)?\s*(?:,\s*(?!$)|$))+$/;

const versionSchema = z
  .string()
  .regex(VERSION, 'write a version constraint such as >= 1.5, < 2');

const providerSchema = z.strictObject({
  source: z
    .string()
    .regex(/^(?:[\w.-]+(?::\d+)?\/)?[\w-]+\/[\w-]+$/, 'write namespace/name'),
  version: versionSchema.optional(),
});

const providersSchema = z
  .record(z.string().regex(WORD, 'write a local name'), providerSchema)
  .default({});

const backendSchema = z.strictObject({
  type: z.string().regex(WORD, 'write the name of a backend, such as s3'),
  config: z
    .record(z.string().regex(WORD, 'write the name of an argument'), z.json())
    .default({}),
});

const lockFileSchema = z.string().transform(text => `${text.trimEnd()}\n`);

const stepSchema = z.object({
  terraformVersion: versionSchema.optional(),
  providers: providersSchema,
  backend: z.string().optional(),
  lockFile: lockFileSchema.optional(),
});

const terraformRenderSchema = z.strictObject({
  requiredVersion: versionSchema.optional(),
  providers: providersSchema,
  lockFile: lockFileSchema.optional(),
  backend: backendSchema.optional(),
  backends: z.record(configNameSchema, backendSchema).default({}),
});

/**
 * What `terraform:render` demands of a machine's directory, and adds where a skeleton lacks it.
 *
 * @public
 */
export interface TerraformRenderConfig {
  /** Version constraint of Terraform. */
  requiredVersion?: string;
  /** By local name. */
  providers: Record<string, { source: string; version?: string }>;
  /** Text of `.terraform.lock.hcl`. */
  lockFile?: string;
  /** Where state is kept; `{directory}` and `{slug}` stand for the machine's directory. */
  backend?: { type: string; config: JsonObject };
  /** Others, by name, for steps that name one. */
  backends?: Record<string, { type: string; config: JsonObject }>;
}

/**
 * Reads `terraformRender` of the app's configuration.
 *
 * @throws InputError naming the key, for values that are not understood, for a lock file that does not
 * name the providers, for secrets, and for a backend that would keep all machines in one state
 * @internal
 */
export function readTerraformRenderConfig(
  config: Config,
): TerraformRenderConfig {
  const parsed = terraformRenderSchema.safeParse(
    config.getOptional('terraformRender') ?? {},
  );
  if (!parsed.success) {
    throw notRight('Configuration', 'terraformRender', parsed.error);
  }
  const { backend, backends, ...rest } = parsed.data;
  if (rest.lockFile !== undefined) {
    const file = { path: 'terraformRender.lockFile', text: rest.lockFile };
    const problems = checkLockFile(file, rest.providers);
    if (problems.length > 0) {
      throw new InputError(
        `Configuration is not right: ${problems
          .map(describeProblem)
          .join('; ')}`,
      );
    }
  }
  return {
    ...rest,
    ...(backend && { backend: withKey('terraformRender.backend', backend) }),
    ...(Object.keys(backends).length > 0 && {
      backends: Object.fromEntries(
        Object.entries(backends).map(([name, named]) => [
          name,
          withKey(`terraformRender.backends.${name}`, named),
        ]),
      ),
    }),
  };
}

/**
 * What a machine's files must have.
 *
 * @internal
 */
export interface TerraformRequirements
  extends Omit<TerraformRenderConfig, 'backends'> {
  /** Undefined for any. */
  backendType?: string;
}

/**
 * What a step requires, over what the configuration does.
 *
 * @param backendName - of one of the configuration's `backends`; its `backend` without
 * @throws InputError naming the input, for values that are not understood
 * @throws NotFoundError when there is no such backend
 * @internal
 */
export function mergeRequirements(
  config: TerraformRenderConfig,
  step: z.input<typeof stepSchema> | undefined,
  backendName?: string,
): TerraformRequirements {
  const parsed = stepSchema.safeParse(step ?? {});
  if (!parsed.success) {
    throw notRight('The input of the step', 'require', parsed.error);
  }
  const { terraformVersion, providers, backend: type, lockFile } = parsed.data;
  const backend = backendOf(config, backendName);
  const backendType = type ?? backend?.type;
  return {
    requiredVersion: terraformVersion ?? config.requiredVersion,
    providers: { ...config.providers, ...providers },
    lockFile: lockFile ?? config.lockFile,
    backendType,
    backend: backend?.type === backendType ? backend : undefined,
  };
}

function backendOf(
  { backend, backends = {} }: TerraformRenderConfig,
  name: string | undefined,
): TerraformRenderConfig['backend'] {
  if (name === undefined) {
    return backend;
  }
  if (!Object.hasOwn(backends, name)) {
    throw new NotFoundError(
      `There is no backend "${name}" for Terraform's state: add terraformRender.backends.${name} to the configuration`,
    );
  }
  return backends[name];
}

function notRight(what: string, key: string, error: z.ZodError): InputError {
  const issues = error.issues.map(
    ({ path, message }) => `${[key, ...path].join('.')}: ${message}`,
  );
  return new InputError(`${what} is not right: ${issues.join('; ')}`);
}

function withKey(
  parent: string,
  { type, config: given }: { type: string; config: JsonObject },
): { type: string; config: JsonObject } {
  const config: JsonObject = { ...defaultKeyArguments(type), ...given };
  const key = `${parent}.config`;
  for (const [name, value] of Object.entries(config)) {
    const secret = findSecret(name, value);
    if (secret) {
      throw new InputError(
        `${key}.${secret} is a secret, and what is rendered is committed: remove it, and give it to Terraform in Atlantis' environment`,
      );
    }
  }
  const named = stateKeyArguments(type).filter(name =>
    Object.hasOwn(config, name),
  );
  const isOwn = (value: unknown) =>
    typeof value === 'string' && namesDirectory(value);
  const hasOwn =
    named.length > 0
      ? named.every(name => isOwn(config[name]))
      : Object.values(config).some(isOwn);
  if (!hasOwn) {
    throw new InputError(
      `${key} would keep all machines in one state: write {directory} or {slug} into ${
        named.join(', ') || 'the argument that names the state'
      }`,
    );
  }
  if (type === 'local' && !isAbsolute(String(config.path))) {
    throw new InputError(
      `${key}.path is within Atlantis' own clone, which is deleted when the pull request closes: write an absolute path`,
    );
  }
  return { type, config };
}
