import { DEFAULT_BLUEPRINT } from '@backlot/plugin-vm-requests-common';
import { PermissionsService } from '@backstage/backend-plugin-api';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { VmRequestLedger } from '@backlot/plugin-vm-requests-node';
import { repositoryOutput, stackOutput, terraformOutput } from './attemptInput';
import { findRequester } from './requester';
import { examples } from './vmRequestAdopt.examples';

/**
 * Creates the action `vm-request:adopt`, which opens a request to adopt a machine that nobody requested,
 * in the name of the signed-in user that started the task.
 *
 * There is no checkpoint: the ledger gives the same task the same request again, and refuses once that
 * request has ended.
 *
 * @public
 */
export function createVmRequestAdoptAction(options: {
  ledger: VmRequestLedger;
  permissions: PermissionsService;
}) {
  const { ledger, permissions } = options;
  return createTemplateAction({
    id: 'vm-request:adopt',
    description:
      'Opens a request to adopt a virtual machine that nobody requested, and says how it is for Terraform. The same task gets the same request again.',
    examples,
    schema: {
      input: {
        source: z => z.string().min(1).describe('Source of the inventory'),
        machine: z =>
          z
            .string()
            .min(1)
            .describe('Id of the machine there, or its instance UUID'),
        blueprint: z =>
          z
            .string()
            .optional()
            .describe('By which its files are written; `rhel9-vm` without it'),
        stack: z =>
          z
            .string()
            .optional()
            .describe(
              "Stack that the machine is to live in; the environment's first by default",
            ),
        environment: z => z.string().min(1).describe('Of the policy'),
        owner: z => z.string().min(1).describe('Entity ref of a user or group'),
        address: z =>
          z
            .string()
            .optional()
            .describe(
              'IPv4 address of its first network card, where its guest reports none',
            ),
        reason: z => z.string().min(1).describe('Approvers read this'),
      },
      output: {
        request: z => z.string().describe('Id of the request'),
        attempt: z => z.string().describe('Token that later steps name'),
        fqdn: z => z.string().describe('Fully qualified name'),
        repository: repositoryOutput,
        stack: stackOutput,
        terraform: terraformOutput,
        blueprint: z =>
          z
            .object({ name: z.string(), values: z.record(z.unknown()) })
            .describe('The blueprint, and its values of the configuration'),
        variables: z =>
          z
            .record(z.string(), z.unknown())
            .describe("Terraform's variables of the machine as it is"),
        url: z => z.string().describe('Page of the request'),
      },
    },
    async handler(ctx) {
      const { input, logger, signal } = ctx;
      const requestedBy = await findRequester(ctx, permissions);
      signal?.throwIfAborted();
      const opened = await ledger.adopt({
        source: input.source,
        machine: input.machine,
        blueprint: input.blueprint ?? DEFAULT_BLUEPRINT,
        stack: input.stack || undefined,
        environment: input.environment,
        owner: input.owner,
        address: input.address || undefined,
        reason: input.reason,
        requestedBy,
        task: ctx.task.id,
      });
      logger.info(`Opened request ${opened.request}: adopt ${opened.fqdn}`);
      ctx.output('request', opened.request);
      ctx.output('attempt', opened.attempt);
      ctx.output('fqdn', opened.fqdn);
      ctx.output('repository', opened.repository);
      ctx.output('stack', opened.stack);
      ctx.output('terraform', opened.terraform);
      ctx.output('blueprint', opened.blueprint);
      ctx.output('variables', opened.variables);
      ctx.output('url', `/vm-requests/${opened.request}`);
    },
  });
}
