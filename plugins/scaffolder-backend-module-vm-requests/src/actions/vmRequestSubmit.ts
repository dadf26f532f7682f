import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  emptyPlanSections,
  Plan,
  planSchema,
} from '@backlot/plugin-vm-requests-common';
import { VmRequestLedger } from '@backlot/plugin-vm-requests-node';
import { z as zod } from 'zod';
import { attemptInput } from './attemptInput';
import { examples } from './vmRequestSubmit.examples';

function readPlan(given: { exact: boolean }): Plan {
  // Without the starter's workflow there is nothing but a text.
  const plan = planSchema.safeParse(
    given.exact ? given : { ...emptyPlanSections, ...given },
  );
  if (!plan.success) {
    throw new InputError(
      `The plan is not complete; pass everything that atlantis:plan outputs, as in plan: \${{ steps.plan.output }}\n${zod.prettifyError(
        plan.error,
      )}`,
    );
  }
  return plan.data;
}

/**
 * Creates the action `vm-request:submit`, which hands the plan in, where the operation needs one.
 * Policy approves it, or it waits for a person, for which no task waits.
 *
 * There is no checkpoint: the ledger answers the same to the same plan again.
 *
 * @public
 */
export function createVmRequestSubmitAction(options: {
  ledger: VmRequestLedger;
}) {
  const { ledger } = options;
  return createTemplateAction({
    id: 'vm-request:submit',
    description:
      'Records the plan of a request, where its operation needs one. Policy approves it, or a person decides on the page of the request.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        ...attemptInput,
        plan: z =>
          z
            .object({
              digest: z.string().describe('sha256: and 64 hex digits'),
              commit: z.string().describe('Head commit that was planned'),
              summary: z.object({
                add: z.number().int(),
                change: z.number().int(),
                destroy: z.number().int(),
              }),
              text: z.string().describe("Terraform's own text"),
              exact: z
                .boolean()
                .describe(
                  "Whether the digest is of Terraform's plan rather than of its text",
                ),
              jobUrl: z.string().optional(),
            })
            .passthrough()
            .optional()
            .describe(
              'The plan: all that atlantis:plan outputs. None for an operation that needs none, such as a transfer',
            ),
      },
      output: {
        state: z => z.string().describe('planned, or approved by policy'),
        url: z => z.string().describe('Page of the request'),
      },
    },
    async handler(ctx) {
      const { input, logger, signal } = ctx;
      signal?.throwIfAborted();
      if (ctx.isDryRun) {
        logger.info('Dry run: no plan is recorded');
        ctx.output('state', 'planned');
        ctx.output('url', `/vm-requests/${input.request}`);
        return;
      }
      const { state, url } = await ledger.submit({
        ...input,
        plan: input.plan && readPlan(input.plan),
      });
      logger.info(
        state === 'planned'
          ? `The request waits for approval: ${url}`
          : `The request is ${state}: ${url}`,
      );
      ctx.output('state', state);
      ctx.output('url', url);
    },
  });
}
