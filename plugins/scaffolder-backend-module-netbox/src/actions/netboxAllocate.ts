import { audited, eventOfTask } from '@backlot/backend-common';
import { AuditorService } from '@backstage/backend-plugin-api';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { NetBoxService, PrefixQuery } from '@backlot/netbox-client';
import { NotFoundError } from '@backstage/errors';
import { examples } from './netboxAllocate.examples';

/** What the action outputs, and keeps at its checkpoint. */
type AllocationOutput = {
  address: string;
  prefixLength: number;
  cidr: string;
  id?: number;
  url?: string;
  prefixUrl: string;
};

/** The address that the key has, or the one that would be allocated now. */
async function findCandidate(
  netbox: NetBoxService,
  query: PrefixQuery,
  key: string,
  signal: AbortSignal | undefined,
): Promise<AllocationOutput> {
  const prefix = await netbox.checkPrefix(query, { signal });
  const existing = await netbox.findByKey(key, { signal });
  if (existing) {
    const { address, prefixLength, cidr, id, url } = existing;
    return { address, prefixLength, cidr, id, url, prefixUrl: prefix.url };
  }
  const [candidate] = await netbox.previewAddresses(query, 1, { signal });
  if (!candidate) {
    throw new NotFoundError(
      `Prefix ${query.prefix} (${prefix.url}) has no free address. Give addresses back, or choose another network.`,
    );
  }
  return { ...candidate, prefixUrl: prefix.url };
}

/**
 * Creates the action `netbox:allocate`, which allocates an address of a prefix in NetBox. The same
 * key always gets the same address, so that a step which runs again does no harm.
 *
 * @public
 */
export function createNetBoxAllocateAction(options: {
  netbox: NetBoxService;
  auditor: AuditorService;
}) {
  const { netbox, auditor } = options;
  return createTemplateAction({
    id: 'netbox:allocate',
    description: 'Allocates an address of a prefix in NetBox.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        prefix: z =>
          z.string().describe('Prefix in CIDR notation, e.g. 10.20.210.0/24'),
        vrf: z =>
          z
            .string()
            .optional()
            .describe('Name of the VRF; without it, the global table'),
        key: z =>
          z
            .string()
            .describe(
              'Key of the allocation, <machine>/<interface>/<family>, e.g. web01.dev.acme.example/eth0/ipv4; the same key gets the same address',
            ),
        dnsName: z =>
          z.string().describe('DNS name that is recorded with the address'),
        description: z =>
          z
            .string()
            .max(200)
            .optional()
            .describe('Description that is recorded with the address'),
        status: z =>
          z
            .enum(['active', 'reserved', 'dhcp'])
            .optional()
            .describe('State of the address; reserved by default'),
        gateway: z =>
          z
            .string()
            .optional()
            .describe(
              'Gateway of the network; nothing is allocated unless it is recorded in NetBox',
            ),
        tags: z =>
          z
            .array(z.string())
            .optional()
            .describe('Slugs of tags that there are in NetBox'),
      },
      output: {
        address: z => z.string().describe('The address, e.g. 10.20.210.17'),
        prefixLength: z =>
          z.number().int().describe('Length of the prefix, e.g. 24'),
        cidr: z => z.string().describe('Address and length'),
        id: z =>
          z
            .number()
            .int()
            .optional()
            .describe('Id of the record in NetBox; none for a candidate'),
        url: z =>
          z.string().optional().describe('Page of the address in NetBox'),
        prefixUrl: z => z.string().describe('Page of the prefix in NetBox'),
      },
    },
    async handler(ctx) {
      const { input, logger, signal } = ctx;
      const { key, prefix, vrf, gateway } = input;
      const output = (result: AllocationOutput) => {
        ctx.output('address', result.address);
        ctx.output('prefixLength', result.prefixLength);
        ctx.output('cidr', result.cidr);
        ctx.output('id', result.id);
        ctx.output('url', result.url);
        ctx.output('prefixUrl', result.prefixUrl);
      };

      if (ctx.isDryRun) {
        const candidate = await findCandidate(
          netbox,
          { prefix, vrf, gateway },
          key,
          signal,
        );
        logger.info(
          `Dry run: ${key} would get ${candidate.cidr}; nothing is allocated`,
        );
        output(candidate);
        return;
      }

      logger.info(`Allocating an address of prefix ${prefix} for ${key}`);
      const result = await ctx.checkpoint({
        key: `netbox.allocate.${key}`,
        fn: async (): Promise<AllocationOutput> =>
          audited(
            auditor,
            eventOfTask(ctx, {
              eventId: 'netbox-allocate',
              meta: { key, prefix },
            }),
            async () => {
              const allocation = await netbox.allocate(input, { signal });
              const { address, prefixLength, cidr, id, url } = allocation;
              return {
                address,
                prefixLength,
                cidr,
                id,
                url,
                prefixUrl: allocation.prefix.url,
              };
            },
          ),
      });
      logger.info(`${key} has ${result.cidr} (${result.url})`);
      output(result);
    },
  });
}
