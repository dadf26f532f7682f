import {
  DefaultNamespaceEntityPolicy,
  EntityPolicies,
  FieldFormatEntityPolicy,
  NoForeignRootFieldsEntityPolicy,
  SchemaValidEntityPolicy,
} from '@backstage/catalog-model';
import { BuiltinKindsEntityProcessor } from '@backstage/plugin-catalog-backend';
import { Machine } from '@backlot/plugin-vm-inventory-common';
import { MachineOwnership } from '@backlot/plugin-vm-inventory-node';
import { exampleMachine } from '@backlot/plugin-vm-inventory-node/testUtils';
import fc from 'fast-check';
import { oddMachine, oddText } from '../__testUtils__/oddMachine';
import { MachineEntityConfig } from '../config/machineEntityConfig';
import { buildEntities } from './buildEntities';

const config: MachineEntityConfig = {
  defaultOwner: 'group:default/platform-team',
  namespace: 'default',
  links: [
    { title: 'vCenter', url: 'https://vcenter.acme.example/${id}?n=${name}' },
  ],
};

const build = (
  machines: readonly Machine[],
  ownerships: readonly MachineOwnership[] = machines.map(() => ({})),
  change: Partial<MachineEntityConfig> = {},
) =>
  buildEntities(machines, {
    ownerships,
    config: { ...config, ...change },
    synced: new Map(),
  });

/** What the catalog does with an entity, as it is put together there. */
const policies = EntityPolicies.allOf([
  new SchemaValidEntityPolicy(),
  new DefaultNamespaceEntityPolicy(),
  new NoForeignRootFieldsEntityPolicy(),
  new FieldFormatEntityPolicy(),
]);
const processor = new BuiltinKindsEntityProcessor();

describe('buildEntities', () => {
  it('leaves no machine out for an odd name, folder or note', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(oddMachine, {
          selector: ({ instanceUuid }) => instanceUuid,
          maxLength: 5,
        }),
        async machines => {
          const { entities, leftOut } = await build(machines);
          expect(leftOut).toEqual([]);
          expect(entities.size).toBe(machines.length);
        },
      ),
    );
  });

  it('hands over nothing that the catalog would refuse, whatever machines and owners say', async () => {
    const ownership = fc.record(
      { owner: oddText, request: oddText },
      { requiredKeys: [] },
    );
    const links = fc.array(
      fc.record(
        {
          title: oddText,
          icon: oddText,
          url: fc.oneof(
            oddText,
            fc.constantFrom(
              'https://${name}.acme.example/',
              'https://acme.example:${id}/${request}',
              '${name}:${id}',
            ),
          ),
        },
        { requiredKeys: ['title', 'url'] },
      ),
      { maxLength: 3 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(oddMachine, ownership), { maxLength: 5 }),
        links,
        async (pairs, odd) => {
          const { entities, leftOut } = await build(
            pairs.map(([machine]) => machine),
            pairs.map(([, owned]) => owned),
            { links: odd },
          );
          expect(entities.size + leftOut.length).toBe(pairs.length);
          for (const entity of entities.values()) {
            await policies.enforce(entity);
            expect(await processor.validateEntityKind(entity)).toBe(true);
            const location = { type: 'vm-inventory', target: 'fra' };
            await processor.postProcessEntity(entity, location, () => {});
          }
        },
      ),
    );
  });

  it('names each machine that it leaves out, with the reason', async () => {
    const [one, two, three, four] = [1, 2, 3, 4].map(number =>
      exampleMachine('fra', number),
    );
    const { entities, leftOut } = await build(
      [
        one,
        { ...two, instanceUuid: undefined },
        { ...three, instanceUuid: one.instanceUuid?.toUpperCase() },
        { ...four, name: 'web 4' },
      ],
      [{}, {}, {}, {}],
      { links: [{ title: 'Web', url: 'https://${name}.acme.example' }] },
    );

    expect(
      [...entities.values()].map(({ metadata }) => metadata.title),
    ).toEqual(['web1']);
    expect(leftOut).toEqual([
      {
        source: 'fra',
        id: 'vm-2',
        name: 'web2',
        reason: 'It has no instance UUID',
      },
      expect.objectContaining({
        id: 'vm-3',
        reason: expect.stringMatching(
          /^Another machine of this source has its instance UUID 5010/,
        ),
      }),
      expect.objectContaining({
        id: 'vm-4',
        name: 'web 4',
        reason: expect.stringMatching(
          /^The catalog would refuse it: "links\.0\.url" is not valid/,
        ),
      }),
    ]);
  });
});
