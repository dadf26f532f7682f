import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { VmRequestLedger } from '@backlot/plugin-vm-requests-node';
import { repositoryOutput, stackOutput } from './attemptInput';
import { examples } from './vmRequestClaim.examples';

/**
 * Creates the action `vm-request:claim`, which takes an approved request for applying. Only a task
 * that the ledger started gets it.
 *
 * There is no checkpoint: the ledger gives the same task the same attempt again, while it holds it.
 *
 * @public
 */
export function createVmRequestClaimAction(options: {
  ledger: VmRequestLedger;
}) {
  const { ledger } = options;
  return createTemplateAction({
    id: 'vm-request:claim',
    description:
      'Takes an approved request for applying. Refuses a task that a person started.',
    examples,
    schema: {
      input: {
        request: z => z.string().min(1).describe('Id of the request'),
      },
      output: {
        request: z => z.string().describe('Id of the request'),
        attempt: z => z.string().describe('Token that later steps name'),
        repository: repositoryOutput,
        stack: stackOutput,
        outputs: z =>
          z
            .object({ id: z.string(), instanceUuid: z.string().optional() })
            .describe(
              "Names of Terraform's outputs that say which machine was made",
            ),
        pullRequest: z =>
          z
            .object({
              repository: z.string(),
              number: z.number(),
              branch: z.string(),
              url: z.string(),
              commit: z.string(),
            })
            .optional()
            .describe(
              'The pull request; none where nothing is planned, nor is anything approved then',
            ),
        approved: z =>
          z
            .object({
              digest: z.string(),
              commit: z.string(),
              exact: z.boolean(),
              gated: z
                .boolean()
                .describe("Whether Atlantis' workflow asks the gate"),
            })
            .optional()
            .describe('The plan that was approved'),
        applied: z =>
          z
            .boolean()
            .describe(
              'Whether there is nothing to apply, or an earlier attempt did it already',
            ),
      },
    },
    async handler(ctx) {
      const { input, logger, signal } = ctx;
      signal?.throwIfAborted();
      const claimed = await ledger.claim({
        request: input.request,
        task: ctx.task.id,
      });
      logger.info(
        claimed.applied
          ? `Nothing is left to apply for request ${claimed.request}; only what follows is`
          : `Request ${claimed.request} is now applied by this task`,
      );
      ctx.output('request', claimed.request);
      ctx.output('attempt', claimed.attempt);
      ctx.output('repository', claimed.repository);
      ctx.output('stack', claimed.stack);
      ctx.output('outputs', claimed.outputs);
      ctx.output('pullRequest', claimed.pullRequest);
      ctx.output('approved', claimed.approved);
      ctx.output('applied', claimed.applied);
    },
  });
}
