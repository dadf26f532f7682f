import { ConflictError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { JsonValue } from '@backstage/types';
import { AtlantisServers, PlanSections } from '@backlot/atlantis-client';
import { GitForges } from '@backlot/git-forge';
import { examples } from './atlantisPlan.examples';
import { checkpointOf, commandInput } from './commandInput';
import { findHead } from './findHead';
import { JobLog } from './JobLog';

const emptySections: PlanSections = {
  complete: true,
  changes: [],
  deferredChanges: [],
  outputs: [],
  actions: [],
  deferredActions: [],
  checks: [],
};

/** What the action outputs, and keeps at its checkpoint. */
type PlanOutput = PlanSections & {
  digest: string;
  exact: boolean;
  commit: string;
  summary: { add: number; change: number; destroy: number };
  text: string;
  noChanges: boolean;
  jobUrl?: string;
};

/**
 * Creates the action `atlantis:plan`, which plans a directory of a pull request with Atlantis.
 *
 * @public
 */
export function createAtlantisPlanAction(options: {
  servers: AtlantisServers;
  forges: GitForges;
}) {
  const { servers, forges } = options;
  return createTemplateAction({
    id: 'atlantis:plan',
    description:
      "Plans a directory of a pull request with Atlantis, and shows the run's log as it comes.",
    examples,
    supportsDryRun: true,
    schema: {
      input: commandInput,
      output: {
        digest: z =>
          z
            .string()
            .describe(
              'What an approval binds: sha256: and 64 hex digits, for atlantis:apply',
            ),
        exact: z =>
          z
            .boolean()
            .describe(
              "Whether the digest is of the plan itself, as the starter's Atlantis workflow prints it, rather than of its text",
            ),
        commit: z => z.string().describe('The commit that was planned'),
        summary: z =>
          z
            .object({
              add: z.number(),
              change: z.number(),
              destroy: z.number(),
            })
            .describe('How many resources are added, changed and destroyed'),
        complete: z =>
          z
            .boolean()
            .describe(
              'Whether nothing is left to be planned after it was applied',
            ),
        changes: z =>
          z
            .array(z.record(z.custom<JsonValue>()))
            .describe(
              "Resource by resource; like the lists below, empty without the starter's workflow",
            ),
        deferredChanges: z =>
          z
            .array(z.record(z.custom<JsonValue>()))
            .describe('What a later plan has to change'),
        outputs: z =>
          z
            .array(z.record(z.custom<JsonValue>()))
            .describe('Outputs that change'),
        actions: z =>
          z
            .array(z.record(z.custom<JsonValue>()))
            .describe('Actions that providers would take'),
        deferredActions: z =>
          z
            .array(z.record(z.custom<JsonValue>()))
            .describe('Actions that are left to a later plan'),
        checks: z =>
          z
            .array(z.record(z.custom<JsonValue>()))
            .describe("What the configuration's conditions say"),
        text: z => z.string().describe("Terraform's own text"),
        noChanges: z => z.boolean().describe('Whether there is nothing to do'),
        jobUrl: z =>
          z.string().optional().describe('Page of the run at Atlantis'),
      },
    },
    async handler(ctx) {
      const { input, logger, signal } = ctx;
      const { repository, ref, directory } = input;
      const atlantis = servers.get(input.server);
      const forge = forges.get(input.forge);
      atlantis.assertAllowed(repository, directory);
      const output = (plan: PlanOutput) => {
        ctx.output('digest', plan.digest);
        ctx.output('exact', plan.exact);
        ctx.output('commit', plan.commit);
        ctx.output('summary', plan.summary);
        ctx.output('complete', plan.complete);
        ctx.output('changes', plan.changes);
        ctx.output('deferredChanges', plan.deferredChanges);
        ctx.output('outputs', plan.outputs);
        ctx.output('actions', plan.actions);
        ctx.output('deferredActions', plan.deferredActions);
        ctx.output('checks', plan.checks);
        ctx.output('text', plan.text);
        ctx.output('noChanges', plan.noChanges);
        ctx.output('jobUrl', plan.jobUrl);
      };

      if (ctx.isDryRun) {
        const text = `Dry run: Atlantis would plan ${directory} on branch ${ref} of ${repository}; nothing is planned`;
        logger.info(text);
        output({
          digest: `sha256:${'0'.repeat(64)}`,
          exact: false,
          commit: '0'.repeat(40),
          summary: { add: 0, change: 0, destroy: 0 },
          ...emptySections,
          text,
          noChanges: false,
        });
        return;
      }

      const head = await findHead(forge, input, signal);
      logger.info(`Planning ${directory} of ${repository} at ${head}`);
      const plan = await ctx.checkpoint({
        key: `atlantis.plan.${checkpointOf(input)}.${head}`,
        fn: async (): Promise<PlanOutput> => {
          const jobLog = new JobLog(logger);
          const {
            digest,
            textDigest,
            plan: sections,
            commit,
            ...rest
          } = await atlantis
            .plan({
              ...input,
              signal,
              commitStatuses: () =>
                forge.commitStatuses({ repository, sha: head }, { signal }),
              onLog: jobLog.add,
            })
            .finally(() => jobLog.flush());
          const planned = commit ?? (await findHead(forge, input, signal));
          if (planned !== head) {
            throw new ConflictError(
              `Branch ${ref} of ${repository} moved from ${head} to ${planned} while it was planned; plan again`,
            );
          }
          const { summary, text, noChanges, jobUrl } = rest;
          return {
            digest: digest ?? textDigest,
            exact: digest !== undefined,
            commit: planned,
            summary,
            ...(sections ?? emptySections),
            text,
            noChanges,
            jobUrl,
          };
        },
      });
      const { add, change, destroy } = plan.summary;
      logger.info(
        plan.noChanges
          ? `There is nothing to do in ${directory}`
          : `Planned ${directory}: ${add} to add, ${change} to change, ${destroy} to destroy (${plan.digest})`,
      );
      output(plan);
    },
  });
}
