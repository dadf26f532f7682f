import { isAbsolute } from 'node:path';
import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { z } from 'zod';
import { findSecret } from './structure/checkSecrets';
import {
  defaultKeyArguments,
  namesDirectory,
  stateKeyArguments,
} from './structure/stateKey';

const WORD = /^[A-Za-z_][A-Za-z0-9_-]*$/;

const providerSchema = z.strictObject({
  source: z
    .string()
    .regex(/^(?:[\w.-]+(?::\d+)?\/)?[\w-]+\/[\w-]+$/, 'write namespace/name'),
  version: z.string().optional(),
});

const backendSchema = z.strictObject({
  type: z.string().regex(WORD, 'write the name of a backend, such as s3'),
  config: z
    .record(z.string().regex(WORD, 'write the name of an argument'), z.json())
    .default({}),
});

const terraformRenderSchema = z.strictObject({
  requiredVersion: z.string().optional(),
  providers: z
    .record(z.string().regex(WORD, 'write a local name'), providerSchema)
    .default({}),
  backend: backendSchema.optional(),
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
  /** Where state is kept; `{directory}` and `{slug}` stand for the machine's directory. */
  backend?: { type: string; config: JsonObject };
}

/**
 * Reads `terraformRender` of the app's configuration.
 *
 * @throws InputError naming the key, for values that are not understood, for secrets, and for a
 * backend that would keep all machines in one state
 * @internal
 */
export function readTerraformRenderConfig(
  config: Config,
): TerraformRenderConfig {
  const parsed = terraformRenderSchema.safeParse(
    config.getOptional('terraformRender') ?? {},
  );
  if (!parsed.success) {
    const issues = parsed.error.issues.map(
      ({ path, message }) =>
        `${['terraformRender', ...path].join('.')}: ${message}`,
    );
    throw new InputError(`Configuration is not right: ${issues.join('; ')}`);
  }
  const { backend, ...rest } = parsed.data;
  return backend
    ? { ...rest, backend: withKey(backend.type, backend.config) }
    : rest;
}

function withKey(
  type: string,
  given: JsonObject,
): { type: string; config: JsonObject } {
  const config: JsonObject = { ...defaultKeyArguments(type), ...given };
  const key = 'terraformRender.backend.config';
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
