import { readCapacity } from '../capacity/readCapacity';
import { readOnly, RegistryActionContext } from './RegistryActionContext';
import { sourceAges, sourceAgesSchema } from './sourceAges';

/**
 * Registers `get-capacity`.
 *
 * @internal
 */
export function registerGetCapacity(context: RegistryActionContext): void {
  const { actionsRegistry, access } = context;
  actionsRegistry.register({
    name: 'get-capacity',
    title: 'Get the capacity of clusters and datastores',
    description:
      'Says of each cluster and datastore what it has, what machines were given, what requests on their way have reserved, and what the placement policy still allows. It only reads, and shows what the caller may see.',
    attributes: readOnly,
    schema: {
      input: z =>
        z.object({
          source: z
            .string()
            .optional()
            .describe("A vCenter, by its name in Backstage's configuration"),
        }),
      output: z => {
        const room = (unit: string) =>
          z
            .object({
              total: z.number(),
              allowed: z
                .number()
                .describe('What the placement policy allows in total'),
              used: z.number(),
              reserved: z.number(),
              free: z.number(),
            })
            .describe(unit);
        const place = {
          source: z.string(),
          id: z.string(),
          name: z.string(),
        };
        return z.object({
          clusters: z.array(
            z.object({
              ...place,
              cpu: room('Total in cores, the rest in virtual CPUs'),
              memory: room('MiB'),
            }),
          ),
          datastores: z.array(z.object({ ...place, storage: room('Bytes') })),
          sources: sourceAgesSchema(z),
        });
      },
    },
    action: async ({ input, credentials }) => {
      const visibility = await access.visibility(credentials);
      const { source } = input;
      const { clusters, datastores } = await readCapacity(
        context,
        { source },
        visibility.sees,
      );
      return {
        output: {
          clusters: clusters.map(({ datacenter: _, ...cluster }) => cluster),
          datastores: datastores.map(
            ({ datacenter: _, ...datastore }) => datastore,
          ),
          sources: sourceAges(context, visibility),
        },
      };
    },
  });
}
