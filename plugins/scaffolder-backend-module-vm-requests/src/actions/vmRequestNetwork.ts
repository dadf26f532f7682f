import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { joinNetwork } from '../network/joinNetwork';
import { examples } from './vmRequestNetwork.examples';

/**
 * Creates the action `vm-request:network`, which puts together what Terraform and the ledger are told
 * of a machine's network cards. It asks nobody.
 *
 * @public
 */
export function createVmRequestNetworkAction() {
  return createTemplateAction({
    id: 'vm-request:network',
    description:
      'Puts together what Terraform and the ledger are told of the network cards: their networks, MAC addresses and addresses.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        network: z =>
          z
            .object({ dnsServers: z.array(z.string()), domain: z.string() })
            .passthrough()
            .describe('The network of the first card: of vm-request:open'),
        interfaces: z =>
          z
            .array(z.object({ name: z.string(), macAddress: z.string() }))
            .describe('The network cards: of vm-request:open'),
        allocations: z =>
          z
            .array(
              z
                .object({
                  key: z.string(),
                  interface: z.string(),
                  family: z.enum(['ipv4', 'ipv6']),
                  network: z.string(),
                  gateway: z.string(),
                })
                .passthrough(),
            )
            .describe('The addresses that there are to be: of vm-request:open'),
        networks: z =>
          z
            .array(z.object({ id: z.string(), name: z.string() }))
            .describe('Those of the cards, in their order: of vsphere:select'),
        addresses: z =>
          z
            .array(z.string())
            .describe('Of netbox:allocate, which ran for each allocation'),
        prefixLengths: z => z.array(z.number().int()).describe('Likewise'),
        urls: z =>
          z
            .array(z.string().nullable())
            .optional()
            .describe('Their pages in NetBox, likewise'),
        adapterType: z =>
          z
            .string()
            .optional()
            .describe('As the module calls it; vmxnet3 by default'),
      },
      output: {
        variable: z =>
          z.record(z.any()).describe('The Terraform variable network'),
        address: z =>
          z
            .record(z.any())
            .describe('The addresses, as vm-request:propose takes them'),
      },
    },
    async handler(ctx) {
      const { variable, address } = joinNetwork(ctx.input);
      for (const { key, address: allocated } of [
        address,
        ...(address.others ?? []),
      ]) {
        ctx.logger.info(`${key}: ${allocated}`);
      }
      ctx.output('variable', { ...variable });
      ctx.output('address', { ...address });
    },
  });
}
