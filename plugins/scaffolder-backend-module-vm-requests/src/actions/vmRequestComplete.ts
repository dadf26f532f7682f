import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceUnavailableError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { VmRequestLedger } from '@backlot/plugin-vm-requests-node';
import { attemptInput } from './attemptInput';
import { examples } from './vmRequestComplete.examples';

const defaultPatienceMs = 10 * 60_000;
const defaultPauseMs = 2_000;

/**
 * Creates the action `vm-request:complete`, which ends a request whose plan was applied.
 *
 * There is no checkpoint: each part of it looks first, and all of it may be repeated.
 *
 * @param options - `patienceMs`: how long to wait for a machine that the inventory does not show yet;
 * `pauseMs`: between two looks
 * @public
 */
export function createVmRequestCompleteAction(options: {
  ledger: VmRequestLedger;
  patienceMs?: number;
  pauseMs?: number;
}) {
  const {
    ledger,
    patienceMs = defaultPatienceMs,
    pauseMs = defaultPauseMs,
  } = options;
  return createTemplateAction({
    id: 'vm-request:complete',
    description:
      'Merges the pull request and does what follows: for a new machine looks for it in the inventory, activates its address and records it; for one that was resized sees its new size, for one that was decommissioned sees it gone, and gives back its name and address.',
    examples,
    schema: {
      input: {
        ...attemptInput,
        machine: z =>
          z
            .object({
              id: z
                .string()
                .optional()
                .describe('Managed object id, e.g. vm-42'),
              instanceUuid: z.string().optional(),
            })
            .optional()
            .describe(
              'The machine, from the outputs of Terraform; without it, it is found by its note',
            ),
        log: z =>
          z
            .string()
            .optional()
            .describe(
              "Terraform's own text of the apply; not where an earlier attempt applied",
            ),
      },
      output: {
        state: z => z.string().describe('done'),
        machine: z =>
          z
            .object({
              source: z.string(),
              id: z.string(),
              instanceUuid: z.string().optional(),
            })
            .describe('The machine in the inventory'),
        url: z => z.string().describe('Page of the request'),
      },
    },
    async handler(ctx) {
      const { input, logger, signal } = ctx;
      const { id, instanceUuid } = input.machine ?? {};
      const end = Date.now() + patienceMs;
      for (;;) {
        signal?.throwIfAborted();
        try {
          const { state, machine, url } = await ledger.complete({
            request: input.request,
            attempt: input.attempt,
            machine: id ? { id, instanceUuid } : undefined,
            log: input.log ?? '',
          });
          logger.info(
            `The request on machine ${machine.id} of ${machine.source} is ${state}: ${url}`,
          );
          ctx.output('state', state);
          ctx.output('machine', machine);
          ctx.output('url', url);
          return;
        } catch (error) {
          if (!(error instanceof ServiceUnavailableError) || Date.now() > end) {
            throw error;
          }
          logger.info(error.message);
          await sleep(pauseMs, undefined, { signal });
        }
      }
    },
  });
}
