import { PermissionsService } from '@backstage/backend-plugin-api';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  OpenedRequest,
  VmRequestLedger,
} from '@backlot/plugin-vm-requests-node';
import { repositoryOutput, stackOutput, terraformOutput } from './attemptInput';
import { parseMachineSpec } from './machineSpecInput';
import { findRequester, requireRequester } from './requester';
import { examples } from './vmRequestOpen.examples';

/** Stands for the attempt where nothing was opened. */
const dryRunAttempt = 'dry-run';

/**
 * Creates the action `vm-request:open`, which checks what is asked for and opens a request for it in
 * the name of the signed-in user that started the task.
 *
 * There is no checkpoint: the ledger gives the same task the same request again, and refuses once
 * that request has ended.
 *
 * @public
 */
export function createVmRequestOpenAction(options: {
  ledger: VmRequestLedger;
  permissions: PermissionsService;
}) {
  const { ledger, permissions } = options;
  return createTemplateAction({
    id: 'vm-request:open',
    description:
      'Checks name, quota and policy, and opens a request for a virtual machine. The same task gets the same request again.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        name: z => z.string().describe('Name of the machine: a DNS label'),
        environment: z => z.string().describe('Environment of the policy'),
        blueprint: z =>
          z
            .string()
            .optional()
            .describe('What the machine is made of; rhel9-vm by default'),
        stack: z =>
          z
            .string()
            .optional()
            .describe(
              "Stack that the machine is to live in; the environment's first by default",
            ),
        size: z => z.string().describe('Size of the environment, or custom'),
        custom: z =>
          z
            .object({
              cpus: z.number().int().positive(),
              memoryMib: z.number().int().positive(),
              diskGib: z.number().int().min(0).optional(),
            })
            .optional()
            .describe('CPUs, MiB and GiB, with size custom'),
        source: z => z.string().describe('Source of the inventory'),
        datacenter: z => z.string().describe('Name of the datacenter'),
        cluster: z =>
          z
            .string()
            .optional()
            .describe('Name of the cluster; without it, placement chooses'),
        network: z => z.string().describe('Name of the network'),
        extraCards: z =>
          z
            .array(z.object({ network: z.string() }))
            .optional()
            .describe('Network cards beyond the first'),
        template: z => z.string().describe('Name of the template to clone'),
        extraDisks: z =>
          z
            .array(
              z.object({
                sizeGib: z.number().int().positive(),
                mountPoint: z.string().optional(),
                fileSystem: z.enum(['xfs', 'ext4']).optional(),
              }),
            )
            .optional()
            .describe('Disks beyond the first'),
        sshPublicKeys: z =>
          z
            .array(z.string())
            .optional()
            .describe(
              'OpenSSH public keys, one a line; none where the blueprint asks for none',
            ),
        owner: z => z.string().describe('Entity ref of a user or group'),
        purpose: z => z.string().describe('What the machine is for'),
        requestedFor: z =>
          z
            .string()
            .optional()
            .describe(
              'Entity ref of the user or group that it is for, where that is not who starts the task',
            ),
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
        hardware: z =>
          z
            .object({
              cpus: z.number(),
              memoryMib: z.number(),
              disksGib: z.array(z.number()),
            })
            .describe('What the size is by policy'),
        placement: z =>
          z
            .object({
              source: z.string(),
              datacenter: z.string(),
              clusters: z.array(z.string()),
              network: z.string(),
              furtherNetworks: z.array(z.string()).optional(),
              template: z.string(),
              folder: z.string(),
            })
            .describe('Input of the placement'),
        reservation: z =>
          z
            .object({ id: z.string(), ttlSeconds: z.number() })
            .describe('Under what id, and how long, room is kept'),
        network: z =>
          z
            .object({
              name: z.string(),
              prefix: z.string().optional(),
              gateway: z.string().optional(),
              ipv6: z
                .object({ prefix: z.string(), gateway: z.string() })
                .optional(),
              dnsServers: z.array(z.string()),
              domain: z.string(),
            })
            .describe('The network of the first card, as policy knows it'),
        interfaces: z =>
          z
            .array(z.object({ name: z.string(), macAddress: z.string() }))
            .describe(
              'Network cards with their MAC addresses; in a dry run, the first address of the range stands for the drawn one',
            ),
        allocation: z =>
          z
            .object({
              key: z.string(),
              dnsName: z.string(),
              description: z.string(),
            })
            .describe(
              'Under what key and names the first address is allocated',
            ),
        allocations: z =>
          z
            .array(
              z.object({
                key: z.string(),
                interface: z.string(),
                family: z.enum(['ipv4', 'ipv6']),
                network: z.string(),
                prefix: z.string(),
                gateway: z.string(),
                dnsName: z.string(),
                description: z.string(),
              }),
            )
            .describe(
              'All addresses to allocate, for each card and family; the first is that of `allocation`',
            ),
        mounts: z =>
          z
            .array(
              z.object({
                disk: z.string(),
                path: z.string(),
                file_system: z.string(),
              }),
            )
            .describe('The Terraform variable mounts'),
        repository: repositoryOutput,
        stack: stackOutput,
        terraform: terraformOutput,
        blueprint: z =>
          z
            .object({ name: z.string(), values: z.record(z.unknown()) })
            .describe('The blueprint, and its values of the configuration'),
        access: z =>
          z
            .object({
              mechanism: z.string(),
              user: z.string(),
              sshPublicKeys: z.array(z.string()),
            })
            .describe('Who can log in, and how the guest learns of it'),
        annotation: z =>
          z
            .object({
              request: z.string(),
              owner: z.string(),
              purpose: z.string(),
            })
            .describe('What the machine says of its origin'),
        url: z => z.string().describe('Page of the request'),
      },
    },
    async handler(ctx) {
      const { requestedFor, startAt, ...input } = ctx.input;
      const { logger, signal } = ctx;
      const spec = parseMachineSpec(input);
      signal?.throwIfAborted();
      const output = (opened: OpenedRequest) => {
        ctx.output('request', opened.request);
        ctx.output('attempt', opened.attempt);
        ctx.output('fqdn', opened.fqdn);
        ctx.output('hardware', opened.hardware);
        ctx.output('placement', opened.placement);
        ctx.output('reservation', opened.reservation);
        ctx.output('network', opened.network);
        ctx.output('interfaces', opened.interfaces);
        ctx.output('allocation', opened.allocation);
        ctx.output('allocations', opened.allocations ?? []);
        ctx.output('mounts', opened.mounts ?? []);
        ctx.output('repository', opened.repository);
        ctx.output('stack', opened.stack);
        ctx.output('terraform', opened.terraform);
        ctx.output('blueprint', opened.blueprint);
        ctx.output('access', opened.access);
        ctx.output('annotation', opened.annotation);
        ctx.output('url', `/vm-requests/${opened.request}`);
      };
      if (ctx.isDryRun) {
        const requestedBy = await requireRequester(ctx, permissions);
        const checked = await ledger.check({
          spec,
          requestedBy,
          requestedFor,
          startAt,
        });
        logger.info(
          `Dry run: ${checked.fqdn} could be requested; nothing is opened`,
        );
        output({
          ...checked,
          request: checked.annotation.request,
          attempt: dryRunAttempt,
        });
        return;
      }
      const opened = await ledger.open({
        spec,
        requestedBy: await findRequester(ctx, permissions),
        requestedFor,
        startAt,
        task: ctx.task.id,
      });
      logger.info(`Opened request ${opened.request} for ${opened.fqdn}`);
      output(opened);
    },
  });
}
