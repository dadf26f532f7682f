import { AuditorService } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { AtlantisClient } from '@backlot/atlantis-client';
import { GitForge } from '@backlot/git-forge';
import { examples } from './atlantisApply.examples';
import { atlantisCommand } from './atlantisCommand';

/**
 * Creates the action `atlantis:apply`, which has Atlantis apply a directory of a pull request. It
 * looks first: no changes means that an earlier apply did it, and a plan other than the approved one
 * is refused. Run again, it does no harm.
 *
 * @public
 */
export function createAtlantisApplyAction(options: {
  atlantis: AtlantisClient;
  forge: GitForge;
  auditor: AuditorService;
}) {
  const { atlantis, forge, auditor } = options;
  return createTemplateAction({
    id: 'atlantis:apply',
    description:
      'Has Atlantis apply a directory of a pull request, if its plan is the approved one.',
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
              'Directory to apply, e.g. vms/development/web01; configuration allows it',
            ),
        workspace: z =>
          z
            .string()
            .optional()
            .describe('Terraform workspace; `default` without it'),
        approved: z =>
          z
            .object({
              digest: z.string().describe('Output `digest` of atlantis:plan'),
              commit: z.string().describe('Output `commit` of atlantis:plan'),
            })
            .passthrough()
            .describe('The plan that was approved'),
      },
      output: {
        outcome: z =>
          z
            .enum(['applied', 'already-applied'])
            .describe('Whether this step did it, or an earlier one had'),
        text: z => z.string().describe("Terraform's own text"),
        outputs: z =>
          z.record(z.string()).describe("Terraform's plain outputs"),
        jobUrl: z =>
          z.string().optional().describe("The job's page at Atlantis"),
      },
    },
    async handler(ctx) {
      const { input, logger, signal } = ctx;
      const { approved } = input;
      atlantis.assertAllowed(input.repository, input.directory);
      if (ctx.isDryRun) {
        logger.info(
          `Dry run: Atlantis would apply ${input.directory} of ${input.repository}; nothing is asked of it`,
        );
        return;
      }
      const command = await atlantisCommand(input, {
        forge,
        signal,
        logger,
      });
      if (command.commit !== approved.commit) {
        throw new ConflictError(
          `Pull request ${input.pull} of ${input.repository} is at commit ${command.commit}, and ${approved.commit} was approved. Have the new commit planned and approved.`,
        );
      }
      const event = await auditor.createEvent({
        eventId: 'atlantis-apply',
        severityLevel: 'high',
        meta: {
          repository: input.repository,
          directory: input.directory,
          pull: input.pull,
          commit: approved.commit,
          digest: approved.digest,
          taskId: ctx.task.id,
          ...(ctx.user?.ref ? { user: ctx.user.ref } : {}),
        },
      });
      try {
        const result = await atlantis.apply({
          ...command,
          approved: approved.digest,
        });
        await event.success({ meta: { outcome: result.outcome } });
        const applied = result.outcome === 'applied';
        logger.info(
          applied
            ? 'Applied'
            : 'Nothing was left to do: an earlier apply did it',
        );
        ctx.output('outcome', result.outcome);
        ctx.output('text', applied ? result.text : result.plan.text);
        ctx.output('outputs', applied ? result.outputs : {});
        ctx.output('jobUrl', applied ? result.jobUrl : result.plan.jobUrl);
      } catch (error) {
        await event.fail({ error: error as Error });
        throw error;
      }
    },
  });
}
