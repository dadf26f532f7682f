import { PermissionsService } from '@backstage/backend-plugin-api';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { VmRequestLedger } from '@backlot/plugin-vm-requests-node';
import { parseMachineSpec } from './machineSpecInput';
import { requireRequester } from './requester';
import { examples } from './vmRequestBatch.examples';

/**
 * Creates the action `vm-request:batch`, which asks for several machines in the name of the signed-in
 * user that started the task. The ledger opens a request for each, by the template of this task: filled
 * in as it was, but for `name`, and without `several`.
 *
 * There is no checkpoint: the ledger gives the same task the same batch again.
 *
 * @public
 */
export function createVmRequestBatchAction(options: {
  ledger: VmRequestLedger;
  permissions: PermissionsService;
}) {
  const { ledger, permissions } = options;
  return createTemplateAction({
    id: 'vm-request:batch',
    description:
      'Asks for several virtual machines with numbered names. A request is opened for each, by the same template. The same task gets the same batch again.',
    examples,
    schema: {
      input: {
        several: z =>
          z
            .object({
              count: z.number().int().min(1).describe('How many'),
              pattern: z
                .string()
                .describe(
                  'Of their names: {app} is the name, {env} the environment, {seq:03} a number',
                ),
            })
            .describe('How many machines, and what they are called'),
        machine: z =>
          z
            .object({
              requestedFor: z.string().optional(),
              startAt: z.string().optional(),
            })
            .passthrough()
            .describe('What vm-request:open takes for one of them'),
      },
      output: {
        batch: z => z.string().describe('Id of the batch'),
        names: z => z.array(z.string()).describe('Of the machines'),
        url: z => z.string().describe('Page of the batch'),
      },
    },
    async handler(ctx) {
      const { input, logger, signal } = ctx;
      const { requestedFor, startAt, ...machine } = input.machine;
      const spec = parseMachineSpec(machine);
      const requestedBy = await requireRequester(ctx, permissions);
      signal?.throwIfAborted();
      const { batch, names, url } = await ledger.batch({
        spec,
        several: input.several,
        requestedBy,
        requestedFor,
        startAt,
        task: ctx.task.id,
      });
      logger.info(`Opened batch ${batch} for ${names.join(', ')}`);
      ctx.output('batch', batch);
      ctx.output('names', names);
      ctx.output('url', url);
    },
  });
}
