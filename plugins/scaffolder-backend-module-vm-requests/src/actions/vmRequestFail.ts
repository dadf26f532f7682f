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
      'Says that the task failed. Before apply began everything is given back; after, the request waits for a person.',
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
            .describe(
              'Why; without it, the words of the step that failed are taken',
            ),
      },
      output: {
        state: z =>
          z
            .string()
            .optional()
            .describe('Where the request stands now; none when there is none'),
      },
    },
    async handler(ctx) {
      const { input, logger } = ctx;
      if (ctx.isDryRun) {
        logger.info('Dry run: there is nothing to give back');
        return;
      }
      const { state } = await ledger.fail({ ...input, task: ctx.task.id });
      logger.info(
        state
          ? `The request is ${state}`
          : 'This task holds no request; nothing is changed',
      );
      ctx.output('state', state);
    },
  });
}
