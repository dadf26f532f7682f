import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  RequestAddress,
  RequestPlacement,
} from '@backlot/plugin-vm-requests-common';
import { VmRequestLedger } from '@backlot/plugin-vm-requests-node';
import { examples } from './vmRequestPropose.examples';

/**
 * Creates the action `vm-request:propose`, which has the ledger open the request's pull request.
 * Idempotent by its branch.
 *
 * @public
 */
export function createVmRequestProposeAction(options: {
  ledger: VmRequestLedger;
}) {
  const { ledger } = options;
  return createTemplateAction({
    id: 'vm-request:propose',
    description: "Opens the request's pull request with the rendered files.",
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        request: z => z.string().optional().describe('Id of the request'),
        attempt: z => z.string().optional().describe('Token of the attempt'),
        files: z =>
          z
            .array(z.object({ path: z.string(), content: z.string() }))
            .describe('Files in the repository'),
        placement: z =>
          z
            .record(z.any())
            .describe('Output `selected` of the action vsphere:select'),
        address: z =>
          z
            .object({
              address: z.string(),
              prefixLength: z.number(),
              gateway: z.string(),
              dnsServers: z.array(z.string()),
              domain: z.string(),
              key: z.string(),
              url: z.string().optional(),
            })
            .describe('The address that was allocated'),
      },
      output: {
        number: z => z.number().describe('Number of the pull request'),
        url: z => z.string().describe('Page of the pull request'),
        branch: z => z.string().describe('Its branch'),
        commit: z => z.string().describe('Its head commit'),
        repository: z => z.string().describe('Its repository'),
      },
    },
    async handler(ctx) {
      const { input, logger } = ctx;
      if (ctx.isDryRun) {
        logger.info(
          `Dry run: would propose ${input.files.length} files; nothing is changed`,
        );
        return;
      }
      const pullRequest = await ledger.propose({
        request: input.request ?? '',
        attempt: input.attempt ?? '',
        files: input.files,
        placement: input.placement as unknown as RequestPlacement,
        address: input.address as RequestAddress,
      });
      logger.info(`Pull request: ${pullRequest.url}`);
      ctx.output('number', pullRequest.number);
      ctx.output('url', pullRequest.url);
      ctx.output('branch', pullRequest.branch);
      ctx.output('commit', pullRequest.commit);
      ctx.output('repository', pullRequest.repository);
    },
  });
}
