import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { VmRequestLedger } from '@backlot/plugin-vm-requests-node';
import { examples } from './vmRequestComplete.examples';

/**
 * Creates the action `vm-request:complete`: merges, finds the machine in the inventory, activates its
 * address, makes its record, and tells the requester.
 *
 * @public
 */
export function createVmRequestCompleteAction(options: {
  ledger: VmRequestLedger;
}) {
  const { ledger } = options;
  return createTemplateAction({
    id: 'vm-request:complete',
    description:
      'Ends a request well: pull request merged, machine seen, address active, requester told.',
    examples,
    schema: {
      input: {
        request: z => z.string().describe('Id of the request'),
        attempt: z => z.string().describe('Token of the attempt'),
        log: z => z.string().optional().describe("Apply's own text"),
      },
      output: {
        state: z => z.string().describe('`done`'),
        machine: z => z.record(z.any()).describe('source, id and instanceUuid'),
        url: z => z.string().describe("The request's page"),
      },
    },
    async handler(ctx) {
      const { request, attempt, log = '' } = ctx.input;
      const completed = await ledger.complete({ request, attempt, log });
      ctx.logger.info(
        `Request ${request} is ${completed.state}: ${completed.machine.source}/${completed.machine.id}`,
      );
      ctx.output('state', completed.state);
      ctx.output('machine', { ...completed.machine });
      ctx.output('url', completed.url);
    },
  });
}
