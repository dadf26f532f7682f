import { Machine } from '@backlot/plugin-vm-inventory-common';
import { prepareQuery } from '../query/planQuery';
import { queryTable } from '../query/queryTable';
import { InventorySnapshot } from '../store';
import { readOnly, RegistryActionContext } from './RegistryActionContext';
import { sourceAges, sourceAgesSchema } from './sourceAges';

const MOST_MACHINES = 100;

/** A machine with the names of where it is, which is what people ask by. */
function describeMachine(snapshot: InventorySnapshot, machine: Machine) {
  const { source, cluster, datacenter, cpus, memoryMib } = machine;
  return {
    source,
    id: machine.id,
    name: machine.name,
    power: machine.power,
    connection: machine.connection,
    cpus,
    memoryMib,
    ipAddress: machine.ipAddress,
    cluster: cluster && snapshot.get('cluster', source, cluster)?.name,
    datacenter:
      datacenter && snapshot.get('datacenter', source, datacenter)?.name,
    note: machine.annotation,
  };
}

/**
 * Registers `find-machines`.
 *
 * @internal
 */
export function registerFindMachines(context: RegistryActionContext): void {
  const { actionsRegistry, store, access } = context;
  actionsRegistry.register({
    name: 'find-machines',
    title: 'Find virtual machines',
    description: `Finds virtual machines in vCenter by a part of their name, address or id, by power state and by source, with what each has and where it runs. Answers at most ${MOST_MACHINES}, and how many there are in all. It only reads, and shows what the caller may see.`,
    attributes: readOnly,
    schema: {
      input: z =>
        z.object({
          search: z
            .string()
            .max(200)
            .optional()
            .describe('Part of the name, address or id; case does not matter'),
          source: z
            .string()
            .optional()
            .describe("A vCenter, by its name in Backstage's configuration"),
          power: z.enum(['on', 'off', 'suspended']).optional(),
          limit: z.number().int().min(1).max(MOST_MACHINES).default(20),
        }),
      output: z =>
        z.object({
          total: z
            .number()
            .describe('All that were found, also those left out'),
          machines: z.array(
            z.object({
              source: z.string(),
              id: z.string().describe('Managed object reference'),
              name: z.string(),
              power: z
                .string()
                .describe('The last that is known, unless connected'),
              connection: z
                .string()
                .optional()
                .describe('How vCenter reaches the machine'),
              cpus: z.number().optional(),
              memoryMib: z.number().optional(),
              ipAddress: z.string().optional(),
              cluster: z.string().optional(),
              datacenter: z.string().optional(),
              note: z.string().optional(),
            }),
          ),
          sources: sourceAgesSchema(z),
        }),
    },
    action: async ({ input, credentials }) => {
      const visibility = await access.visibility(credentials);
      const { search, source, power, limit } = input;
      const snapshot = store.snapshot();
      const table = snapshot.table('machine');
      const query = {
        search,
        limit,
        filter: {
          ...(source ? { source } : {}),
          ...(power ? { power } : {}),
        },
      };
      await prepareQuery('machine', table, query);
      const { items, total } = queryTable(
        'machine',
        table,
        query,
        visibility.sees,
      );
      return {
        output: {
          total,
          machines: items.map(machine => describeMachine(snapshot, machine)),
          sources: sourceAges(context, visibility),
        },
      };
    },
  });
}
