import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  HclError,
  parseDependencyLock,
  pinnedVersion,
  positionAt,
  providerAddress,
} from '@backlot/hcl';
import { z } from 'zod';
import { TerraformError } from './errorBox';

/**
 * The provider's versions that the lab's Terraform finds, oldest first.
 *
 * @internal
 */
export const OFFERED_VERSIONS = ['1.26.0', '2.16.1'];

const ADDRESS = providerAddress('vmware/vsphere');
const NAME = 'vmware/vsphere';

/** What the module `rhel9-vm` requires, in the order that Terraform prints. */
const MODULE_CONSTRAINTS = ['>= 1.26.0', '< 3.0.0'];

const versionsSchema = z.object({
  terraform: z.object({
    required_providers: z
      .record(
        z.string(),
        z.object({ source: z.string(), version: z.string().optional() }),
      )
      .default({}),
  }),
});

async function readIfThere(
  directory: string,
  file: string,
): Promise<string | undefined> {
  try {
    return await readFile(join(directory, file), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

function notAvailable(why: string): TerraformError {
  return new TerraformError([
    {
      summary: 'Failed to query available provider packages',
      detail: `Could not retrieve the list of available versions for provider ${NAME}: ${why}\n\nTo see which modules are currently depending on ${NAME} and what versions are specified, run the following command:\n    terraform providers`,
    },
  ]);
}

/** The one version that `versions.tf.json` pins; undefined when it pins none. */
async function readPin(directory: string): Promise<string | undefined> {
  const file = 'versions.tf.json';
  const text = await readIfThere(directory, file);
  if (text === undefined) {
    return undefined;
  }
  let versions: z.infer<typeof versionsSchema>;
  try {
    versions = versionsSchema.parse(JSON.parse(text));
  } catch {
    throw new TerraformError([
      {
        summary: 'Invalid required_providers object',
        context: [`on ${file} line 1, in terraform:`],
        detail:
          'required_providers objects can only contain "version", "source" and "configuration_aliases" attributes.',
      },
    ]);
  }
  const { required_providers: providers } = versions.terraform;
  const unknown = Object.values(providers).find(
    ({ source }) => providerAddress(source) !== ADDRESS,
  );
  if (unknown) {
    throw notAvailable(
      `provider ${providerAddress(
        unknown.source,
      )} was not found in any of the search locations`,
    );
  }
  const [provider] = Object.values(providers);
  return pinnedVersion(provider?.version);
}

async function readLock(directory: string): Promise<string | undefined> {
  const file = '.terraform.lock.hcl';
  const text = await readIfThere(directory, file);
  if (text === undefined) {
    return undefined;
  }
  try {
    return parseDependencyLock(text).find(({ address }) => address === ADDRESS)
      ?.version;
  } catch (error) {
    if (!(error instanceof HclError)) {
      throw error;
    }
    throw new TerraformError([
      {
        summary: 'failed to read dependency lock file',
        context: [`on ${file} line ${positionAt(text, error.offset).line}:`],
        detail: error.message,
      },
    ]);
  }
}

function numbersOf(constraint: string): number[] {
  return constraint.replace(/^\D+/, '').split('.').map(Number);
}

/** As Terraform prints them: by version. */
function constraintsText(pin: string | undefined): string {
  return [...MODULE_CONSTRAINTS, ...(pin ? [pin] : [])]
    .sort((a, b) => {
      const [left, right] = [numbersOf(a), numbersOf(b)];
      const differing = left.findIndex((part, i) => part !== right[i]);
      return differing < 0 ? 0 : left[differing] - right[differing];
    })
    .join(', ');
}

/**
 * Chooses the provider's version as `terraform init` does: the lock file's, else the pinned one, else
 * the newest.
 *
 * @param offered - versions, oldest first
 * @returns the version, and what Terraform prints
 * @throws TerraformError for a version that is not offered, or not the locked one
 * @internal
 */
export async function initProvider(
  directory: string,
  offered: string[],
): Promise<{ version: string; lines: string[] }> {
  const pin = await readPin(directory);
  const locked = await readLock(directory);
  const constraints = constraintsText(pin);
  if (locked !== undefined && pin !== undefined && locked !== pin) {
    throw notAvailable(
      `locked provider ${ADDRESS} ${locked} does not match configured version constraint ${constraints}; must use terraform init -upgrade to allow selection of new versions`,
    );
  }
  const chosen = locked ?? pin ?? offered[offered.length - 1];
  if (!offered.includes(chosen)) {
    throw notAvailable(
      locked
        ? `the previously-selected version ${locked} is no longer available`
        : `no available releases match the given constraints ${constraints}`,
    );
  }
  return {
    version: chosen,
    lines: [
      locked
        ? `- Reusing previous version of ${NAME} from the dependency lock file`
        : `- Finding ${NAME} versions matching "${constraints}"...`,
      `- Installing ${NAME} v${chosen}...`,
      `- Installed ${NAME} v${chosen} (unauthenticated)`,
    ],
  };
}
