import { PermissionsService } from '@backstage/backend-plugin-api';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { VmRequestLedger } from '@backlot/plugin-vm-requests-node';
import { repositoryOutput } from './attemptInput';
import { requireRequester } from './requester';
import { examples } from './vmRequestDecommission.examples';

/**
 * Creates the action `vm-request:decommission`, which opens a request to end a machine in the name of
 * the signed-in user that started the task.
 *
 * There is no checkpoint: the ledger gives the same task the same request again, and refuses once
 * that request has ended.
 *
 * @public
 */
export function createVmRequestDecommissionAction(options: {
  ledger: VmRequestLedger;
  permissions: PermissionsService;
}) {
  const { ledger, permissions } = options;
  return createTemplateAction({
    id: 'vm-request:decommission',
    description:
      'Opens a request to end a virtual machine of the ledger. The same task gets the same request again.',
    examples,
    schema: {
      input: {
        machine: z => z.string().min(1).describe('Id of the machine'),
        name: z => z.string().describe("The machine's name, typed to confirm"),
        reason: z =>
          z.string().min(1).describe('Why it shall end; approvers read this'),
      },
      output: {
        request: z => z.string().describe('Id of the request'),
        attempt: z => z.string().describe('Token that later steps name'),
        fqdn: z => z.string().describe('Fully qualified name'),
        repository: repositoryOutput,
        url: z => z.string().describe('Page of the request'),
      },
    },
    async handler(ctx) {
      const { input, logger, signal } = ctx;
      const requestedBy = await requireRequester(ctx, permissions);
      signal?.throwIfAborted();
      const opened = await ledger.decommission({
        machine: input.machine,
        name: input.name,
        reason: input.reason,
        requestedBy,
        task: ctx.task.id,
      });
      logger.info(
        `Opened request ${opened.request} to decommission ${opened.fqdn}`,
      );
      ctx.output('request', opened.request);
      ctx.output('attempt', opened.attempt);
      ctx.output('fqdn', opened.fqdn);
      ctx.output('repository', opened.repository);
      ctx.output('url', `/vm-requests/${opened.request}`);
    },
  });
}
