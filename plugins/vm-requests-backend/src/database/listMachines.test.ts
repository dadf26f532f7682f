import { Knex } from 'knex';
import fc from 'fast-check';
import {
  MachineLifecycle,
  standingLifecycles,
} from '@backlot/plugin-vm-requests-common';
import { availableDatabases } from '../__testUtils__/availableDatabases';
import { emptyDatabase } from '../__testUtils__/useDatabase';
import { fillLedger } from './fillLedger';
import { listMachines } from './listMachines';
import { migrate } from './migrate';

jest.setTimeout(120_000);

const databases = availableDatabases();
const environments = ['development', 'sandbox'];
const owners = ['group:default/team-a', 'group:default/team-b'];
const people = ['user:default/anna', 'user:default/ben'];
const blueprints = ['rhel9-vm', 'ubuntu-vm'];
const modules = ['git::https://forge.example/m.git?ref=v1', 'v2', 'v3'];
const providers = ['1.26.0', '2.16.1'];

const machine = fc.record({
  environment: fc.constantFrom(...environments),
  owner: fc.constantFrom(...owners),
  requestedBy: fc.constantFrom(...people),
  blueprint: fc.constantFrom(...blueprints),
  lifecycle: fc.constantFrom<MachineLifecycle>(
    'building',
    ...standingLifecycles,
    'gone',
  ),
  // The first release did not keep them.
  versions: fc.option(
    fc.record({
      module: fc.constantFrom(...modules),
      provider: fc.constantFrom(...providers),
    }),
  ),
});

const maybe = <T>(values: readonly T[]) =>
  fc.option(fc.constantFrom(...values), { nil: undefined });

const machinesQuery = fc.record({
  environment: maybe(environments),
  owner: maybe(owners),
  blueprint: maybe(blueprints),
  filter: maybe([
    { field: 'requestedBy', values: [people[0]] } as const,
    { field: 'owner', values: [owners[1]] } as const,
  ]),
  outdated: fc.option(
    fc.uniqueArray(
      fc.record({
        blueprint: fc.constantFrom(...blueprints),
        module: fc.constantFrom(...modules),
        provider: fc.constantFrom(...providers),
      }),
      { selector: ({ blueprint }) => blueprint },
    ),
    { nil: undefined },
  ),
});

const idOf = (index: number) => `01JD${String(index).padStart(22, '0')}`;

describe.each(databases.eachSupportedId())('listMachines, %p', id => {
  let client: Knex;

  beforeAll(async () => {
    client = await databases.init(id);
    await migrate({}, client);
  });

  async function fill(
    machines: (typeof machine extends fc.Arbitrary<infer M> ? M : never)[],
  ): Promise<void> {
    await emptyDatabase(client);
    await fillLedger(
      client,
      machines.map(({ environment, owner, requestedBy }, index) => ({
        id: idOf(index),
        kind: 'create',
        machineId: idOf(index),
        state: 'done',
        phase: 'none',
        name: `m-${index}`,
        domain: 'acme.example',
        environment,
        owner,
        requestedBy,
        purpose: `Machine ${index}`,
        approvers: [],
        createdAt: '2026-11-30T12:00:00.000Z',
        address: `10.0.0.${index}`,
        directory: `vms/m-${index}`,
        pullRequest: {
          repository: 'platform/infrastructure',
          number: index,
          url: `https://forge.example/pulls/${index}`,
          branch: `vm/${index}`,
          commit: 'c'.repeat(40),
        },
        digest: 'sha256:d',
        files: [],
        machine: { source: 'lab', id: `vm-${index}` },
      })),
    );
    for (const [index, each] of machines.entries()) {
      await client('machines')
        .where({ id: idOf(index) })
        .update({
          lifecycle: each.lifecycle,
          blueprint: each.blueprint,
          module_source: each.versions?.module ?? null,
          provider_version: each.versions?.provider ?? null,
        });
    }
  }

  it('has the pages of all that a look at each machine finds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(machine, { maxLength: 16 }),
        fc.array(machinesQuery, { minLength: 8, maxLength: 8 }),
        fc.integer({ min: 1, max: 4 }),
        async (machines, queries, limit) => {
          await fill(machines);
          for (const query of queries) {
            const { environment, owner, blueprint, filter, outdated } = query;
            const wanted = machines.flatMap((each, index) =>
              standingLifecycles.includes(each.lifecycle) &&
              (environment ?? each.environment) === each.environment &&
              (owner ?? each.owner) === each.owner &&
              (blueprint ?? each.blueprint) === each.blueprint &&
              (!filter ||
                (filter.values as readonly string[]).includes(
                  each[filter.field],
                )) &&
              (!outdated ||
                outdated.some(
                  configured =>
                    configured.blueprint === each.blueprint &&
                    each.versions &&
                    (configured.module !== each.versions.module ||
                      configured.provider !== each.versions.provider),
                ))
                ? [idOf(index)]
                : [],
            );
            const found: string[] = [];
            let after: string | undefined;
            do {
              const page = await listMachines(client, {
                ...query,
                filter: filter && { ...filter, values: [...filter.values] },
                limit,
                after,
              });
              expect(page.items.length).toBeLessThanOrEqual(limit);
              found.push(...page.items.map(item => item.id));
              after = page.last;
            } while (after !== undefined);
            expect(found).toEqual(wanted);
          }
        },
      ),
      { numRuns: id === 'SQLITE_3' ? 30 : 10 },
    );
  });
});
