import { findByIdOrName } from './findByIdOrName';
import { readOnly, RegistryActionContext } from './RegistryActionContext';

const GIB = 1024 ** 3;

/**
 * Registers `find-placement`.
 *
 * @internal
 */
export function registerFindPlacement(context: RegistryActionContext): void {
  const { actionsRegistry, store, placer, access } = context;
  actionsRegistry.register({
    name: 'find-placement',
    title: 'Find a place for a virtual machine',
    description:
      'Says in which cluster and datastore a machine of a given size would be placed now, and why each candidate was chosen or not; fails with the reasons when it fits nowhere. Nothing is reserved, and nothing is created.',
    attributes: readOnly,
    schema: {
      input: z =>
        z.object({
          source: z
            .string()
            .describe("A vCenter, by its name in Backstage's configuration"),
          datacenter: z
            .string()
            .optional()
            .describe('Id or name; absent means any'),
          network: z.string().describe('Id or name'),
          template: z.string().describe('Id or name'),
          cpus: z.number().int().min(1),
          memoryMib: z.number().int().min(1),
          diskGib: z.number().int().min(1).describe('Of all disks together'),
        }),
      output: z =>
        z.object({
          datacenter: z.string(),
          cluster: z.string(),
          datastore: z.string(),
          network: z.string(),
          template: z.string(),
          reasons: z.array(
            z.object({
              name: z.string(),
              fits: z.boolean(),
              reason: z.string(),
            }),
          ),
          ageSeconds: z
            .number()
            .optional()
            .describe('How old the inventory is that this was chosen from'),
        }),
    },
    action: async ({ input, credentials }) => {
      const visibility = await access.visibility(credentials);
      const { sees } = visibility;
      const { source } = input;
      const snapshot = store.snapshot();
      const datacenter =
        input.datacenter &&
        findByIdOrName(
          snapshot,
          'datacenter',
          { source, idOrName: input.datacenter },
          sees,
        ).id;
      const idOf = (kind: 'network' | 'template', idOrName: string) =>
        findByIdOrName(snapshot, kind, { source, datacenter, idOrName }, sees)
          .id;
      const placement = await placer.place(
        {
          source,
          datacenter,
          network: idOf('network', input.network),
          template: idOf('template', input.template),
          cpus: input.cpus,
          memoryMib: input.memoryMib,
          diskBytes: input.diskGib * GIB,
        },
        { ...visibility, createdBy: '' },
      );
      const { ageMs } = placement;
      return {
        output: {
          datacenter: placement.datacenter.name,
          cluster: placement.cluster.name,
          datastore: placement.datastore.name,
          network: placement.network.name,
          template: placement.template.name,
          reasons: placement.reasons.map(({ name, fits, reason }) => ({
            name,
            fits,
            reason,
          })),
          ageSeconds:
            ageMs === undefined ? undefined : Math.round(ageMs / 1000),
        },
      };
    },
  });
}
