import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { VmRequestLedger } from '@backlot/plugin-vm-requests-node';
import { examples } from './vmRequestFail.examples';

/**
 * Creates the action `vm-request:fail`, for the last step of a template with `if: ${{ failure() }}`.
 * A task that does not hold the request changes nothing by it.
 *
 * @public
 */
export function createVmRequestFailAction(options: {
  ledger: VmRequestLedger;
}) {
  const { ledger } = options;
  return createTemplateAction({
    id: 'vm-request:fail',
    description:
      'Tells the ledger that the task failed: before apply began everything is given back, after it a person decides.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        request: z =>
          z
            .string()
            .optional()
            .describe('Id of the request; without it, the one of this task'),
        message: z => z.string().optional().describe('Why, in words'),
      },
      output: {
        state: z =>
          z
            .string()
            .optional()
            .describe('State of the request; none when the task holds none'),
      },
    },
    async handler(ctx) {
      if (ctx.isDryRun) {
        return;
      }
      const { state } = await ledger.fail({
        task: ctx.task.id,
        request: ctx.input.request,
        message: ctx.input.message,
      });
      ctx.logger.info(
        state
          ? `The request is ${state}`
          : 'This task holds no request; nothing to give back',
      );
      ctx.output('state', state);
    },
  });
}
