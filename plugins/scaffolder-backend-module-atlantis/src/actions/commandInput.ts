import type { z as ZodV3 } from 'zod/v3';

type Z = typeof ZodV3;

/**
 * What both actions ask for: one directory of a pull request.
 *
 * @internal
 */
export const commandInput = {
  repository: (z: Z) =>
    z.string().describe('Repository of the pull request, owner/name'),
  ref: (z: Z) => z.string().describe('Branch of the pull request'),
  baseBranch: (z: Z) =>
    z.string().optional().describe('Branch that the pull request is made to'),
  pull: (z: Z) =>
    z.number().int().positive().describe('Number of the pull request'),
  directory: (z: Z) =>
    z
      .string()
      .describe(
        "Directory below the repository's root; configuration must allow it",
      ),
  workspace: (z: Z) =>
    z.string().optional().describe('Terraform workspace; default by default'),
  server: (z: Z) =>
    z
      .string()
      .optional()
      .describe(
        'Name of the Atlantis in the configuration; default by default',
      ),
  forge: (z: Z) =>
    z
      .string()
      .optional()
      .describe(
        'Name of the Git forge in the configuration; default by default',
      ),
};

/**
 * What a checkpoint of a command is named by: the same directory may be another's of another forge or
 * Atlantis.
 *
 * @internal
 */
export function checkpointOf(input: {
  repository: string;
  pull: number;
  directory: string;
  workspace?: string;
  server?: string;
  forge?: string;
}): string {
  const { server, forge, repository, pull, directory, workspace } = input;
  return [server, forge, repository, pull, directory, workspace]
    .filter(part => part !== undefined)
    .join('.');
}
