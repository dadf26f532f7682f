import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { VmRequestLedger } from '@backlot/plugin-vm-requests-node';
import { repositoryOutput } from './attemptInput';
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
        pullRequest: z =>
          z
            .object({
              repository: z.string(),
              number: z.number(),
              branch: z.string(),
              url: z.string(),
              commit: z.string(),
            })
            .describe('The pull request'),
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
            .describe('The plan that was approved'),
        applied: z =>
          z.boolean().describe('Whether an earlier attempt applied it already'),
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
          ? `Request ${claimed.request} was applied before; only what follows is left to do`
          : `Request ${claimed.request} is now applied by this task`,
      );
      ctx.output('request', claimed.request);
      ctx.output('attempt', claimed.attempt);
      ctx.output('repository', claimed.repository);
      ctx.output('pullRequest', claimed.pullRequest);
      ctx.output('approved', claimed.approved);
      ctx.output('applied', claimed.applied);
    },
  });
}
