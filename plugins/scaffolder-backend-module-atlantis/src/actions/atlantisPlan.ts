import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { AtlantisClient } from '@backlot/atlantis-client';
import { GitForge } from '@backlot/git-forge';
import { atlantisCommand } from './atlantisCommand';
import { examples } from './atlantisPlan.examples';

/**
 * Creates the action `atlantis:plan`, which has Atlantis plan a directory of a pull request and shows
 * Terraform's log line by line. It changes nothing; run again, it plans again.
 *
 * @public
 */
export function createAtlantisPlanAction(options: {
  atlantis: AtlantisClient;
  forge: GitForge;
}) {
  const { atlantis, forge } = options;
  return createTemplateAction({
    id: 'atlantis:plan',
    description: 'Has Atlantis plan a directory of a pull request.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        repository: z =>
          z
            .string()
            .describe('Repository as owner/name; configuration allows it'),
        ref: z => z.string().describe('Branch of the pull request'),
        baseBranch: z =>
          z.string().optional().describe('Branch that it is made to'),
        pull: z => z.number().int().describe('Number of the pull request'),
        directory: z =>
          z
            .string()
            .describe(
              'Directory to plan, e.g. vms/development/web01; configuration allows it',
            ),
        workspace: z =>
          z
            .string()
            .optional()
            .describe('Terraform workspace; `default` without it'),
      },
      output: {
        digest: z =>
          z
            .string()
            .describe('Digest of the plan; of its text where `exact` is false'),
        exact: z =>
          z
            .boolean()
            .describe(
              "Whether the digest is the plan's own, from the starter's workflow",
            ),
        commit: z => z.string().describe('The commit that was planned'),
        summary: z =>
          z
            .object({
              add: z.number(),
              change: z.number(),
              destroy: z.number(),
            })
            .describe('Numbers of resources'),
        changes: z =>
          z
            .array(z.record(z.any()))
            .describe('Resource by resource; empty where `exact` is false'),
        text: z => z.string().describe("Terraform's own text"),
        noChanges: z => z.boolean().describe('Whether nothing would change'),
        jobUrl: z =>
          z.string().optional().describe("The job's page at Atlantis"),
      },
    },
    async handler(ctx) {
      const { input, logger, signal } = ctx;
      atlantis.assertAllowed(input.repository, input.directory);
      if (ctx.isDryRun) {
        logger.info(
          `Dry run: Atlantis would plan ${input.directory} of ${input.repository}; nothing is asked of it`,
        );
        // What follows wants a plan to look at.
        ctx.output('digest', `sha256:${'0'.repeat(64)}`);
        ctx.output('exact', false);
        ctx.output('commit', '0'.repeat(40));
        ctx.output('summary', { add: 0, change: 0, destroy: 0 });
        ctx.output('changes', []);
        ctx.output('text', 'Dry run: nothing was planned.');
        ctx.output('noChanges', false);
        return;
      }
      const command = await atlantisCommand(input, {
        forge,
        signal,
        logger,
      });
      const plan = await atlantis.plan(command);
      ctx.output('digest', plan.digest ?? plan.textDigest);
      ctx.output('exact', plan.digest !== undefined);
      ctx.output('commit', plan.commit ?? command.commit);
      ctx.output('summary', plan.summary);
      ctx.output('changes', plan.changes ?? []);
      ctx.output('text', plan.text);
      ctx.output('noChanges', plan.noChanges);
      ctx.output('jobUrl', plan.jobUrl);
    },
  });
}
