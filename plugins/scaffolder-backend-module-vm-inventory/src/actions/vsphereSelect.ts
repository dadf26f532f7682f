import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { JsonValue } from '@backstage/types';
import { Cluster, SourceStatus } from '@backlot/plugin-vm-inventory-common';
import { VmInventoryService } from '@backlot/plugin-vm-inventory-node';
import { hardwareVariable } from '@backlot/vsphere-templates';
import { planDisks, totalBytes } from '../hardware/planDisks';
import { usableHardware } from '../hardware/usableHardware';
import { InventoryLookup } from '../inventory/InventoryLookup';
import { placementVariable } from './placementVariable';
import { examples } from './vsphereSelect.examples';

/**
 * Creates the action `vsphere:select`, which chooses where a machine goes and keeps the place. It
 * sees what the person sees who started the task; the same reservation id gets the same place
 * while it fits, so that a step which runs again does no harm.
 *
 * @public
 */
export function createVSphereSelectAction(options: {
  inventory: VmInventoryService;
}) {
  const { inventory } = options;
  return createTemplateAction({
    id: 'vsphere:select',
    description:
      'Chooses where a machine goes from the inventory of vCenter, and reserves the place.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        source: z =>
          z.string().min(1).describe('Name of the vCenter in configuration'),
        datacenter: z =>
          z.string().optional().describe('Id or name of the datacenter'),
        clusters: z =>
          z
            .array(z.string())
            .optional()
            .describe(
              'Ids or names of the clusters that are allowed; without them, any',
            ),
        datastore: z =>
          z
            .string()
            .optional()
            .describe(
              'Id or name of a datastore or datastore cluster; without it, any that the hosts share',
            ),
        network: z => z.string().min(1).describe('Id or name of the network'),
        furtherNetworks: z =>
          z
            .array(z.string().min(1))
            .max(9)
            .optional()
            .describe('Ids or names of the networks of further network cards'),
        template: z =>
          z
            .string()
            .min(1)
            .describe('Id or name of the template to clone from'),
        folder: z =>
          z
            .string()
            .optional()
            .describe(
              "Id of a folder for machines, or its path below the datacenter, e.g. backlot/development; without it, the datacenter's own",
            ),
        cpus: z => z.number().int().positive().describe('Virtual CPUs'),
        memoryMib: z =>
          z
            .number()
            .int()
            .positive()
            .multipleOf(4)
            .describe('Memory in MiB, in steps of 4'),
        providerVersion: z =>
          z
            .string()
            .regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/)
            .optional()
            .describe(
              "Exact version of Terraform's vSphere provider, which decides what templates can be used; without it, 1.26.0",
            ),
        disksGib: z =>
          z
            .array(z.number().int().min(0))
            .optional()
            .describe(
              "Size of each disk in GiB, the template's first; 0 keeps the template's size",
            ),
        diskGib: z =>
          z
            .number()
            .int()
            .positive()
            .optional()
            .describe(
              'Size of all disks together in GiB, instead of disksGib; the first disk grows',
            ),
        reservation: z =>
          z
            .object({
              id: z
                .string()
                .min(1)
                .describe('ID of the reservation; the same ID gets it again'),
              ttlSeconds: z
                .number()
                .int()
                .positive()
                .describe('How long it is reserved'),
            })
            .optional()
            .describe('Reserves the place; without it, nothing is reserved'),
      },
      output: {
        selected: z =>
          z
            .record(z.any())
            .describe('The place, each part with its id and name'),
        placement: z =>
          z
            .record(z.string())
            .describe('The place as the Terraform variable of that name'),
        network: z =>
          z
            .object({ id: z.string(), name: z.string() })
            .describe(
              'The network, for the network cards in the Terraform variable network',
            ),
        networks: z =>
          z
            .array(z.object({ id: z.string(), name: z.string() }))
            .describe('Those of all network cards, in their order'),
        hardware: z =>
          z
            .record(z.custom<JsonValue>())
            .describe(
              'The hardware as the Terraform variable of that name: what was asked for, and otherwise what the template has',
            ),
        reasons: z =>
          z
            .array(
              z.object({
                id: z.string(),
                name: z.string(),
                fits: z.boolean(),
                reason: z.string(),
              }),
            )
            .describe('Why each candidate was taken or left, in sentences'),
        ageMs: z =>
          z
            .number()
            .optional()
            .describe('Age of what it was chosen from, in milliseconds'),
        reservationId: z =>
          z
            .string()
            .optional()
            .describe('ID of the reservation; none when nothing is reserved'),
      },
    },
    async handler(ctx) {
      const { input, logger, signal } = ctx;
      const { source, cpus, memoryMib, providerVersion = '1.26.0' } = input;
      const callOptions = {
        credentials: await ctx.getInitiatorCredentials(),
        signal,
      };
      const lookup = new InventoryLookup(inventory, source, callOptions);

      const datacenter =
        input.datacenter === undefined
          ? undefined
          : await lookup.find('datacenter', input.datacenter);
      const clusters = await Promise.all(
        (input.clusters ?? []).map(cluster =>
          lookup.find('cluster', cluster, datacenter?.id),
        ),
      );
      const within = datacenter?.id ?? onlyDatacenter(clusters);
      const [network, template, datastore, folder, ...furtherNetworks] =
        await Promise.all([
          lookup.find('network', input.network, within),
          lookup.find('template', input.template, within),
          input.datastore
            ? lookup.find('datastore', input.datastore, within)
            : undefined,
          input.folder
            ? lookup.find('folder', input.folder, within)
            : undefined,
          ...(input.furtherNetworks ?? []).map(further =>
            lookup.find('network', further, within),
          ),
        ]);
      const hardware = await usableHardware(lookup, template, providerVersion);
      const disks = planDisks({ name: template.name, hardware }, input);
      const variable = hardwareVariable(
        hardware,
        { cpus, memoryMib, disks },
        providerVersion,
      );

      // Without a checkpoint: placing again with the same reservation answers the same place and
      // keeps it longer, where a checkpoint would hand out one that may have been let go.
      const placement = await inventory.place(
        {
          source,
          datacenter: datacenter?.id,
          ...(clusters.length > 0 && {
            clusters: clusters.map(({ id }) => id),
          }),
          datastore: datastore?.id,
          network: network.id,
          ...(furtherNetworks.length > 0 && {
            furtherNetworks: furtherNetworks.map(({ id }) => id),
          }),
          template: template.id,
          folder: folder?.id,
          cpus,
          memoryMib,
          diskBytes: totalBytes(disks),
          ...(!ctx.isDryRun && { reservation: input.reservation }),
        },
        callOptions,
      );

      const { reasons, ageMs, reservation } = placement;
      const networks = [
        placement.network,
        ...(placement.furtherNetworks ?? []),
      ].map(({ id, name }) => ({ id, name }));
      if (lookup.status && lookup.status.state !== 'live') {
        logger.warn(describeAge(lookup.status));
      }
      for (const { fits, reason } of reasons) {
        logger.info(`${fits ? 'Fits' : 'Does not fit'}: ${reason}`);
      }
      logger.info(
        `Chosen: cluster ${placement.cluster.name}, datastore ${
          placement.datastore.name
        }, ${furtherNetworks.length > 0 ? 'networks' : 'network'} ${networks
          .map(({ name }) => name)
          .join(', ')}`,
      );
      if (
        variable.cores_per_socket > 0 &&
        variable.cores_per_socket < hardware.coresPerSocket
      ) {
        logger.info(
          `${cpus} CPUs do not fill sockets of ${hardware.coresPerSocket} cores, which the template has: the machine gets sockets of ${variable.cores_per_socket}`,
        );
      }
      if (reservation) {
        logger.info(
          `Reserved as ${reservation.id} until ${reservation.expiresAt}`,
        );
      } else if (input.reservation) {
        logger.info('Dry run: the place is not reserved');
      }
      ctx.output('selected', { ...placement });
      ctx.output('placement', placementVariable(placement));
      ctx.output('network', networks[0]);
      ctx.output('networks', networks);
      ctx.output('hardware', variable);
      ctx.output('reasons', reasons);
      ctx.output('ageMs', ageMs);
      ctx.output('reservationId', reservation?.id);
    },
  });
}

function onlyDatacenter(clusters: Cluster[]): string | undefined {
  const datacenters = new Set(clusters.map(({ datacenter }) => datacenter));
  const [only] = datacenters;
  return datacenters.size === 1 ? only : undefined;
}

function describeAge({ source, ageMs, lastError }: SourceStatus): string {
  const age =
    ageMs === undefined
      ? `Source '${source}' has not been loaded`
      : `Source '${source}' was last confirmed ${Math.round(
          ageMs / 1000,
        )} seconds ago`;
  return lastError ? `${age}: ${lastError.message}` : age;
}
