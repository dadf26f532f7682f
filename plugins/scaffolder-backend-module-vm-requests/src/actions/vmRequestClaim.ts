import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { VmRequestLedger } from '@backlot/plugin-vm-requests-node';
import { examples } from './vmRequestClaim.examples';

/**
 * Creates the action `vm-request:claim`, which takes an approved request for applying and hands out
 * all that the rest of the template needs. Only the task that the ledger started may.
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
      'Takes an approved request for applying. Refused to any task but the one that the ledger started.',
    examples,
    schema: {
      input: {
        request: z => z.string().describe('Id of the request'),
      },
      output: {
        request: z => z.string().describe('Id of the request'),
        attempt: z => z.string().describe('Token of the attempt'),
        repository: z =>
          z.record(z.any()).describe('name, baseBranch, branch and directory'),
        pullRequest: z => z.record(z.any()).describe('number, url and commit'),
        approved: z =>
          z.record(z.any()).describe('digest, commit and exact of the plan'),
        applied: z =>
          z
            .boolean()
            .describe(
              'Whether an earlier attempt applied it, so that the apply is left out',
            ),
      },
    },
    async handler(ctx) {
      const claimed = await ledger.claim({
        request: ctx.input.request,
        task: ctx.task.id,
      });
      ctx.logger.info(`Applying request ${claimed.request}`);
      ctx.output('request', claimed.request);
      ctx.output('attempt', claimed.attempt);
      ctx.output('repository', claimed.repository);
      ctx.output('pullRequest', { ...claimed.pullRequest });
      ctx.output('approved', claimed.approved);
      ctx.output('applied', claimed.applied);
    },
  });
}
