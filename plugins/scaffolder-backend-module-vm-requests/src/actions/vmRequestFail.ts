import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { VmRequestLedger } from '@backlot/plugin-vm-requests-node';
import { examples } from './vmRequestFail.examples';

/**
 * Creates the action `vm-request:fail`, the last step of templates, with `if: ${{ failure() }}`. It
 * acts only for the task that holds the request.
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
      'Records that the task failed. Before apply began, everything is released; afterwards, the request waits for a person.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        request: z =>
          z
            .string()
            .optional()
            .describe('Id of the request, where it is known'),
        message: z =>
          z
            .string()
            .optional()
            .describe('Why; by default, the message of the step that failed'),
      },
      output: {
        state: z =>
          z
            .string()
            .optional()
            .describe('State of the request; none when there is no request'),
      },
    },
    async handler(ctx) {
      const { input, logger } = ctx;
      if (ctx.isDryRun) {
        logger.info('Dry run: there is nothing to release');
        return;
      }
      const { state } = await ledger.fail({ ...input, task: ctx.task.id });
      logger.info(
        state
          ? `The request is ${state}`
          : 'This task holds no request; nothing was changed',
      );
      ctx.output('state', state);
    },
  });
}
