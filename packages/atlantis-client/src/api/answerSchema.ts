import { z } from 'zod';

/**
 * What Atlantis answers for one project. An error of it arrives as `{}`, without its words
 * (https://github.com/runatlantis/atlantis/issues/5195).
 *
 * @internal
 */
export const projectResultSchema = z.object({
  Error: z.unknown(),
  Failure: z.string().default(''),
  PlanSuccess: z.object({ TerraformOutput: z.string() }).nullish(),
  ApplySuccess: z.string().default(''),
  RepoRelDir: z.string(),
  Workspace: z.string(),
});

/**
 * What Atlantis answers to plan and apply.
 *
 * @internal
 */
export const commandAnswerSchema = z.union([
  z.object({ ProjectResults: z.array(projectResultSchema).nullable() }),
  z.object({ error: z.string() }),
]);

/**
 * What Atlantis answers to the question for its locks; null is none.
 *
 * @internal
 */
export const locksAnswerSchema = z.object({
  Locks: z
    .array(
      z.object({
        Name: z.string(),
        ProjectRepo: z.string(),
        ProjectRepoPath: z.string(),
        PullID: z.string(),
      }),
    )
    .nullable(),
});

/**
 * Answer for one project.
 *
 * @internal
 */
export type ProjectResult = z.infer<typeof projectResultSchema>;
