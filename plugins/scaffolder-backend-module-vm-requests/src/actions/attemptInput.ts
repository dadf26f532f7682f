import type { z as zod } from 'zod/v3';

type Z = typeof zod;

/** Input that says which attempt at a request a step belongs to. */
export const attemptInput = {
  request: (z: Z) =>
    z
      .string()
      .min(1)
      .describe('Id of the request, from vm-request:open or :claim'),
  attempt: (z: Z) =>
    z
      .string()
      .min(1)
      .describe(
        'Token of the attempt, from the same step; a replaced one is refused',
      ),
};

/** What a machine is pinned to. */
export const terraformOutput = (z: Z) =>
  z
    .object({
      moduleSource: z.string(),
      provider: z.object({ source: z.string(), version: z.string() }),
      lockFile: z.string().optional(),
    })
    .describe('Module, provider and lock file that make the machine');

/** Where in the infrastructure repository a request's files are. */
export const repositoryOutput = (z: Z) =>
  z
    .object({
      name: z.string(),
      baseBranch: z.string(),
      branch: z.string(),
      directory: z.string(),
    })
    .describe("The request's place in the infrastructure repository");

/** Who works for the request. */
export const stackOutput = (z: Z) =>
  z
    .object({
      name: z.string(),
      forge: z.string(),
      atlantis: z.string(),
      workspace: z.string(),
      backend: z.string().optional(),
    })
    .describe(
      "The stack that the machine lives in, and the names of its forge, Atlantis and Terraform's workspace",
    );
