import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { NotAllowedError } from '@backstage/errors';
import { machineSpecSchema } from '@backlot/plugin-vm-requests-common';
import { VmRequestLedger } from '@backlot/plugin-vm-requests-node';
import { InputError } from '@backstage/errors';
import { z as zod } from 'zod';
import { examples } from './vmRequestOpen.examples';

/**
 * Creates the action `vm-request:open`, which checks what is asked for against policy and opens a
 * request in the name of the signed-in person. The same task gets the same request again.
 *
 * @public
 */
export function createVmRequestOpenAction(options: {
  ledger: VmRequestLedger;
}) {
  const { ledger } = options;
  return createTemplateAction({
    id: 'vm-request:open',
    description:
      'Checks name, quota and policy, and opens a request for a machine.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        name: z => z.string().describe('Name of the machine: a DNS label'),
        environment: z => z.string().describe('An environment of the policy'),
        size: z => z.string().describe('A size of the policy, or `custom`'),
        custom: z =>
          z
            .object({
              cpus: z.number(),
              memoryMib: z.number(),
              diskGib: z.number().optional(),
            })
            .optional()
            .describe(
              'CPUs, MiB and GiB of the first disk, with size `custom`',
            ),
        source: z => z.string().describe('Name of the vCenter'),
        datacenter: z => z.string().describe('Name of the datacenter'),
        cluster: z =>
          z
            .string()
            .optional()
            .describe(
              'Name of the cluster; without it, any that policy allows',
            ),
        network: z => z.string().describe('Name of the network'),
        template: z => z.string().describe('Name of the template'),
        extraDisks: z =>
          z
            .array(z.object({ sizeGib: z.number() }))
            .optional()
            .describe('Disks beyond the first'),
        sshPublicKeys: z =>
          z.array(z.string()).describe('OpenSSH public keys, one a line'),
        owner: z => z.string().describe('Entity ref of the owner'),
        purpose: z => z.string().optional().describe('What it is for'),
      },
      output: {
        request: z => z.string().optional().describe('Id of the request'),
        attempt: z =>
          z
            .string()
            .optional()
            .describe('Token of the attempt; the following steps need it'),
        fqdn: z => z.string().describe('Fully qualified name'),
        hardware: z =>
          z.record(z.any()).describe('cpus, memoryMib and disksGib'),
        placement: z =>
          z.record(z.any()).describe('Input of the action vsphere:select'),
        reservation: z =>
          z.record(z.any()).describe('id and ttlSeconds for vsphere:select'),
        network: z =>
          z
            .record(z.any())
            .describe('name, prefix, gateway, dnsServers and domain'),
        allocation: z =>
          z
            .record(z.any())
            .describe('key, dnsName and description for netbox:allocate'),
        repository: z =>
          z.record(z.any()).describe('name, baseBranch, branch and directory'),
        terraform: z => z.record(z.any()).describe('moduleSource'),
        access: z =>
          z.record(z.any()).describe('mechanism, user and sshPublicKeys'),
        annotation: z =>
          z.record(z.any()).describe('request, owner and purpose'),
      },
    },
    async handler(ctx) {
      const { logger, input } = ctx;
      const requestedBy = ctx.user?.ref;
      if (!requestedBy) {
        throw new NotAllowedError(
          'A machine is requested by a person. Start this template signed in, from the Create page.',
        );
      }
      const parsed = machineSpecSchema.safeParse({ purpose: '', ...input });
      if (!parsed.success) {
        throw new InputError(
          `The request cannot be read: ${zod.prettifyError(parsed.error)}`,
        );
      }
      const spec = parsed.data;
      if (ctx.isDryRun) {
        const checked = await ledger.check({ spec, requestedBy });
        logger.info(`Dry run: ${checked.fqdn} could be requested`);
        for (const [key, value] of Object.entries(checked)) {
          ctx.output(key as keyof typeof checked, value as never);
        }
        return;
      }
      const opened = await ledger.open({
        spec,
        requestedBy,
        task: ctx.task.id,
      });
      logger.info(`Opened request ${opened.request} for ${opened.fqdn}`);
      for (const [key, value] of Object.entries(opened)) {
        ctx.output(key as keyof typeof opened, value as never);
      }
    },
  });
}
