import { audited, eventOfTask } from '@backlot/backend-common';
import { ConflictError } from '@backstage/errors';
import { AuditorService } from '@backstage/backend-plugin-api';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { ApplyResult, AtlantisServers } from '@backlot/atlantis-client';
import { GitForges } from '@backlot/git-forge';
import { examples } from './atlantisApply.examples';
import { checkpointOf, commandInput } from './commandInput';
import { findHead } from './findHead';
import { JobLog } from './JobLog';

/** What the action outputs, and keeps at its checkpoint. */
type ApplyOutput = {
  alreadyApplied: boolean;
  text: string;
  summary: { added: number; changed: number; destroyed: number };
  outputs: Record<string, string>;
  jobUrl?: string;
};

function outputOf(result: ApplyResult): ApplyOutput {
  if (result.outcome === 'already-applied') {
    const { text, jobUrl } = result.plan;
    return {
      alreadyApplied: true,
      text,
      summary: { added: 0, changed: 0, destroyed: 0 },
      outputs: {},
      jobUrl,
    };
  }
  const { text, summary, outputs, jobUrl } = result;
  return {
    alreadyApplied: false,
    text,
    summary: { ...summary },
    outputs,
    jobUrl,
  };
}

/**
 * Creates the action `atlantis:apply`, which applies an approved plan with Atlantis, and no other.
 * It looks before it does, so a step that runs again finds what an earlier run did.
 *
 * @public
 */
export function createAtlantisApplyAction(options: {
  servers: AtlantisServers;
  auditor: AuditorService;
  forges: GitForges;
}) {
  const { servers, auditor, forges } = options;
  return createTemplateAction({
    id: 'atlantis:apply',
    description:
      "Applies the approved plan of a directory with Atlantis, and no other. Plans first, unless Atlantis' workflow refuses another plan by itself; what was applied already is done.",
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        ...commandInput,
        approved: z =>
          z
            .object({
              digest: z
                .string()
                .regex(/^sha256:[0-9a-f]{64}$/)
                .describe('digest of atlantis:plan'),
              commit: z
                .string()
                .regex(/^[0-9a-f]{40,64}$/)
                .describe('commit of atlantis:plan'),
              exact: z.boolean().optional().describe('exact of atlantis:plan'),
              gated: z
                .boolean()
                .optional()
                .describe(
                  "Whether Atlantis' workflow itself refuses another plan, as the starter's gate does; nothing is planned before the apply then",
                ),
            })
            .describe('The plan that was approved'),
      },
      output: {
        alreadyApplied: z =>
          z.boolean().describe('Whether an earlier run had done it already'),
        text: z => z.string().describe("Terraform's own text"),
        summary: z =>
          z
            .object({
              added: z.number(),
              changed: z.number(),
              destroyed: z.number(),
            })
            .describe('How many resources were added, changed and destroyed'),
        outputs: z =>
          z
            .record(z.string())
            .describe(
              "Terraform's outputs that are plain values; none when it was applied already",
            ),
        jobUrl: z =>
          z.string().optional().describe('Page of the run at Atlantis'),
      },
    },
    async handler(ctx) {
      const { input, logger, signal } = ctx;
      const { repository, ref, pull, directory, approved } = input;
      const atlantis = servers.get(input.server);
      const forge = forges.get(input.forge);
      atlantis.assertAllowed(repository, directory);
      const output = (applied: ApplyOutput) => {
        ctx.output('alreadyApplied', applied.alreadyApplied);
        ctx.output('text', applied.text);
        ctx.output('summary', applied.summary);
        ctx.output('outputs', applied.outputs);
        ctx.output('jobUrl', applied.jobUrl);
      };

      if (ctx.isDryRun) {
        const text = `Dry run: Atlantis would apply ${directory} on branch ${ref} of ${repository}, if its plan is ${approved.digest}; nothing is applied`;
        logger.info(text);
        output({
          alreadyApplied: false,
          text,
          summary: { added: 0, changed: 0, destroyed: 0 },
          outputs: {},
        });
        return;
      }

      const applied = await ctx.checkpoint({
        key: `atlantis.apply.${checkpointOf(input)}.${approved.digest}`,
        fn: async (): Promise<ApplyOutput> =>
          audited(
            auditor,
            eventOfTask(ctx, {
              eventId: 'atlantis-apply',
              meta: {
                repository,
                pull,
                directory,
                server: input.server,
                workspace: input.workspace,
                approved,
              },
            }),
            async () => {
              const head = await findHead(forge, input, signal);
              if (head !== approved.commit) {
                throw new ConflictError(
                  `Branch ${ref} of ${repository} is at ${head}, and ${approved.commit} was approved. Nothing was applied; plan and approve again`,
                );
              }
              logger.info(`Applying ${directory} of ${repository} at ${head}`);
              const jobLog = new JobLog(logger);
              return outputOf(
                await atlantis
                  .apply({
                    ...input,
                    signal,
                    commitStatuses: () =>
                      forge.commitStatuses(
                        { repository, sha: head },
                        { signal },
                      ),
                    onLog: jobLog.add,
                  })
                  .finally(() => jobLog.flush()),
              );
            },
          ),
      });
      const { added, changed, destroyed } = applied.summary;
      logger.info(
        applied.alreadyApplied
          ? `${directory} was applied already`
          : `Applied ${directory}: ${added} added, ${changed} changed, ${destroyed} destroyed`,
      );
      output(applied);
    },
  });
}
