import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { atlantisTitle, AtlantisTurnsByServer } from '@backlot/atlantis-client';
import { VmRequestLedger } from '@backlot/plugin-vm-requests-node';
import { attemptInput } from './attemptInput';
import { examples } from './vmRequestPropose.examples';

/** Stands for a pull request where none was opened. */
const noCommit = '0'.repeat(40);

/**
 * Creates the action `vm-request:propose`, which opens the pull request of a request.
 *
 * There is no checkpoint: the ledger answers the same pull request again. It takes a turn at Atlantis,
 * after the plans and applies that wait for one: what is opened later is not looked at by the forge
 * with each merge before.
 *
 * @public
 */
export function createVmRequestProposeAction(options: {
  ledger: VmRequestLedger;
  turns: AtlantisTurnsByServer;
}) {
  const { ledger, turns } = options;
  return createTemplateAction({
    id: 'vm-request:propose',
    description:
      'Opens the pull request of a request, with its files. The same request gets the same pull request again.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        ...attemptInput,
        server: z =>
          z
            .string()
            .optional()
            .describe(
              'Name of the Atlantis that plans it, of the stack of the request; the default one without',
            ),
        files: z =>
          z
            .array(z.object({ path: z.string(), content: z.string() }))
            .min(1)
            .optional()
            .describe(
              "Files in the request's directory; only of a machine that has none yet, and of a new one placement and address, too",
            ),
        placement: z =>
          z
            .object({
              source: z.string(),
              datacenter: z.object({ id: z.string(), name: z.string() }),
              cluster: z.object({ id: z.string(), name: z.string() }),
              resourcePool: z.object({ id: z.string(), name: z.string() }),
              datastore: z.object({ id: z.string(), name: z.string() }),
              network: z.object({ id: z.string(), name: z.string() }),
              furtherNetworks: z
                .array(z.object({ id: z.string(), name: z.string() }))
                .optional(),
              folder: z.object({ id: z.string(), path: z.string() }).optional(),
              template: z
                .object({
                  id: z.string(),
                  name: z.string(),
                  uuid: z.string(),
                })
                .passthrough(),
              reasons: z.array(
                z.object({
                  id: z.string(),
                  name: z.string(),
                  fits: z.boolean(),
                  reason: z.string(),
                }),
              ),
              ageMs: z.number().optional(),
            })
            .passthrough()
            .optional()
            .describe('Where the machine goes: `selected` of vsphere:select'),
        address: z =>
          z
            .object({
              address: z.string(),
              prefixLength: z.number().int(),
              gateway: z.string(),
              dnsServers: z.array(z.string()),
              domain: z.string(),
              key: z.string(),
              url: z.string().optional(),
              others: z
                .array(
                  z.object({
                    address: z.string(),
                    prefixLength: z.number().int(),
                    key: z.string(),
                    url: z.string().optional(),
                    interface: z.string(),
                    network: z.string(),
                    gateway: z.string().optional(),
                  }),
                )
                .optional(),
            })
            .optional()
            .describe(
              'The addresses, with what a guest needs to know of them: `address` of vm-request:network',
            ),
      },
      output: {
        number: z => z.number().describe('Number of the pull request'),
        url: z => z.string().describe('Its page'),
        branch: z => z.string().describe('Its branch'),
        commit: z => z.string().describe('Its head commit'),
      },
    },
    async handler(ctx) {
      const { logger, signal } = ctx;
      const { server, ...input } = ctx.input;
      signal?.throwIfAborted();
      if (ctx.isDryRun) {
        logger.info(
          `Dry run: ${
            input.files?.length ?? 0
          } files would be proposed; nothing is proposed`,
        );
        ctx.output('number', 1);
        ctx.output('url', '');
        ctx.output('branch', `vm/${input.request.toLowerCase()}`);
        ctx.output('commit', noCommit);
        return;
      }
      const turn = await turns.of(server).take({
        purpose: 'propose',
        signal: signal ?? new AbortController().signal,
        onWait: before =>
          logger.info(`Waiting for ${atlantisTitle(server)}: ${before} ahead`),
      });
      const pull = await ledger.propose(input).finally(() => turn.end());
      logger.info(`Proposed as pull request ${pull.number}: ${pull.url}`);
      ctx.output('number', pull.number);
      ctx.output('url', pull.url);
      ctx.output('branch', pull.branch);
      ctx.output('commit', pull.commit);
    },
  });
}
