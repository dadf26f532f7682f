import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { InputError } from '@backstage/errors';
import { planSchema } from '@backlot/plugin-vm-requests-common';
import { VmRequestLedger } from '@backlot/plugin-vm-requests-node';
import { z as zod } from 'zod';
import { examples } from './vmRequestSubmit.examples';

/**
 * Creates the action `vm-request:submit`, which records the plan. Policy approves it, or it waits for
 * a person; the task ends either way.
 *
 * @public
 */
export function createVmRequestSubmitAction(options: {
  ledger: VmRequestLedger;
}) {
  const { ledger } = options;
  return createTemplateAction({
    id: 'vm-request:submit',
    description: "Records the request's plan, and has policy say who decides.",
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        request: z => z.string().optional().describe('Id of the request'),
        attempt: z => z.string().optional().describe('Token of the attempt'),
        plan: z =>
          z
            .record(z.any())
            .describe(
              'digest, commit, summary, changes, text, exact and jobUrl of the action atlantis:plan',
            ),
      },
      output: {
        state: z =>
          z.string().describe('`approved`, or `planned` while it waits'),
        url: z => z.string().describe("The request's page"),
      },
    },
    async handler(ctx) {
      const { input, logger } = ctx;
      if (ctx.isDryRun) {
        logger.info('Dry run: would record the plan; nothing is changed');
        return;
      }
      const plan = planSchema.safeParse(input.plan);
      if (!plan.success) {
        throw new InputError(
          `The plan cannot be read: ${zod.prettifyError(plan.error)}`,
        );
      }
      const { state, url } = await ledger.submit({
        request: input.request ?? '',
        attempt: input.attempt ?? '',
        plan: plan.data,
      });
      logger.info(
        state === 'planned'
          ? 'The plan waits for the decision of a person'
          : `The request is ${state}`,
      );
      ctx.output('state', state);
      ctx.output('url', url);
    },
  });
}
