import { PermissionsService } from '@backstage/backend-plugin-api';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { JsonRecord } from '@backlot/plugin-vm-requests-common';
import { VmRequestLedger } from '@backlot/plugin-vm-requests-node';
import { repositoryOutput, stackOutput } from './attemptInput';
import { findRequester } from './requester';
import { examples } from './vmRequestOperate.examples';

/**
 * Creates the action `vm-request:operate`, which opens a request for an operation on a machine, such
 * as `resize` or `decommission`, in the name of the signed-in user that started the task.
 *
 * There is no checkpoint: the ledger gives the same task the same request again, and refuses once
 * that request has ended.
 *
 * @public
 */
export function createVmRequestOperateAction(options: {
  ledger: VmRequestLedger;
  permissions: PermissionsService;
}) {
  const { ledger, permissions } = options;
  return createTemplateAction({
    id: 'vm-request:operate',
    description:
      'Opens a request for an operation on a virtual machine of the ledger. The same task gets the same request again.',
    examples,
    schema: {
      input: {
        operation: z =>
          z.string().describe('Its kind, e.g. `resize` or `decommission`'),
        machine: z =>
          z.string().min(1).describe('Id of the machine in the ledger'),
        reason: z => z.string().min(1).describe('Approvers read this'),
        input: z =>
          z
            .record(z.string(), z.unknown())
            .default({})
            .describe('What this kind of operation takes'),
        startAt: z =>
          z
            .string()
            .optional()
            .describe(
              "Before this it is not applied, e.g. 2026-12-03T08:00 in the policy's time zone",
            ),
      },
      output: {
        request: z => z.string().describe('Id of the request'),
        attempt: z => z.string().describe('Token that later steps name'),
        fqdn: z => z.string().describe('Fully qualified name'),
        repository: repositoryOutput,
        stack: stackOutput,
        url: z => z.string().describe('Page of the request'),
      },
    },
    async handler(ctx) {
      const { input, logger, signal } = ctx;
      const requestedBy = await findRequester(ctx, permissions);
      signal?.throwIfAborted();
      const opened = await ledger.operate({
        operation: input.operation,
        machine: input.machine,
        reason: input.reason,
        // The scaffolder's values are JSON.
        input: input.input as JsonRecord,
        requestedBy,
        startAt: input.startAt,
        task: ctx.task.id,
      });
      logger.info(
        `Opened request ${opened.request}: ${input.operation} ${opened.fqdn}`,
      );
      ctx.output('request', opened.request);
      ctx.output('attempt', opened.attempt);
      ctx.output('fqdn', opened.fqdn);
      ctx.output('repository', opened.repository);
      ctx.output('stack', opened.stack);
      ctx.output('url', `/vm-requests/${opened.request}`);
    },
  });
}
