import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { checkDependencyLock, HclError, positionAt } from '@backlot/hcl';
import { TerraformPin } from '@backlot/plugin-vm-requests-node';
import { z } from 'zod';
import { withCause } from '@backlot/backend-common';

const REF = /[?&]ref=([^&\s]+)(?:&\S*)?$/;

const pinSchema = z.object({
  moduleSource: z
    .string()
    .regex(
      REF,
      'name a tag by ?ref=<tag>, so that a change of the module reaches no machine by itself',
    ),
  provider: z.strictObject({
    source: z
      .string()
      .regex(
        /^(?:[\w.-]+(?::\d+)?\/)?[\w-]+\/[\w-]+$/,
        'write namespace/name, such as vmware/vsphere',
      ),
    version: z
      .string('write one version between quotes, such as "1.26.0"')
      .regex(
        /^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}(?:-[0-9A-Za-z.-]+)?$/,
        'write one version, such as 1.26.0: a range would let Terraform change the provider of machines that are there',
      ),
    lockFile: z.string().optional(),
  }),
});

type PinKey = keyof z.infer<typeof pinSchema>;

/**
 * Reads what new machines of a blueprint are pinned to.
 *
 * @param config - `vmRequests` of the configuration, whose module and provider are those of the
 *   blueprints that name none
 * @param blueprint - the blueprint's name; absent where configuration has none
 * @throws InputError that names the key and what to write
 */
export function readTerraformPin(
  config: Config,
  blueprint?: string,
): TerraformPin {
  const keyOf = (key: PinKey) => {
    const own = `blueprints.${blueprint}.${key}`;
    return blueprint !== undefined && (config.has(own) || !config.has(key))
      ? own
      : key;
  };
  const keys = {
    moduleSource: keyOf('moduleSource'),
    provider: keyOf('provider'),
  };
  const parsed = pinSchema.safeParse({
    moduleSource: config.getOptional(keys.moduleSource),
    provider: config.getOptional(keys.provider),
  });
  if (!parsed.success) {
    throw notRight(
      parsed.error.issues.map(
        ({ path: [key, ...path], message }) =>
          `vmRequests.${[keys[key as PinKey], ...path].join('.')}: ${message}`,
      ),
    );
  }
  const { moduleSource, provider } = parsed.data;
  const [, ref] = REF.exec(moduleSource) ?? [];
  if (ref === (config.getOptionalString('baseBranch') ?? 'main')) {
    throw notRight([
      `vmRequests.${keys.moduleSource}: ${ref} is a branch, which moves; name a tag by ?ref=<tag>`,
    ]);
  }
  const { lockFile, ...pinned } = provider;
  if (lockFile === undefined) {
    return { moduleSource, provider: pinned };
  }
  const text = `${lockFile.trimEnd()}\n`;
  checkLockFile(text, pinned, `vmRequests.${keys.provider}.lockFile`);
  return { moduleSource, provider: pinned, lockFile: text };
}

function checkLockFile(
  text: string,
  provider: TerraformPin['provider'],
  key: string,
) {
  try {
    checkDependencyLock(text, provider);
  } catch (error) {
    if (!(error instanceof HclError)) {
      throw error;
    }
    const { line, column } = positionAt(text, error.offset);
    throw notRight(
      [`${key}:${line}:${column} ${error.message} (${error.remedy})`],
      error,
    );
  }
}

function notRight(problems: string[], cause?: Error): InputError {
  const error = new InputError(
    `The Terraform settings of vmRequests are invalid: ${problems.join('; ')}`,
  );
  return cause ? withCause(error, cause) : error;
}
