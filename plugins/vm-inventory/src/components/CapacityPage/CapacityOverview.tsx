import { Flex, SearchField } from '@backstage/ui';
import { CapacityKind } from '@backlot/plugin-vm-inventory-common';
import { useUrlState } from '@backlot/ui-common';
import { CapacityPlace } from './CapacityPlace';
import { CapacitySummary } from './CapacitySummary';
import { CapacityTable } from './CapacityTable';
import { RunsOutFirst } from './RunsOutFirst';

/** All places: together, those that run out first, and one by one. */
export const CapacityOverview = (props: {
  places: readonly CapacityPlace[];
  nameOf: (source: string, id: string) => string;
}) => {
  const { places, nameOf } = props;
  const [search, setSearch] = useUrlState('search');
  const sought = search.toLocaleLowerCase('en-US');
  const matching = places.filter(({ name, source, datacenter }) =>
    [name, source, datacenter && nameOf(source, datacenter)].some(text =>
      text?.toLocaleLowerCase('en-US').includes(sought),
    ),
  );
  const of = (kind: CapacityKind) =>
    matching.filter(place => place.kind === kind);
  const clusters = of('cluster');
  const datastores = of('datastore');
  const shared = { nameOf, isFiltered: search !== '' };
  return (
    <>
      <Flex justify="end">
        <SearchField
          style={{ maxWidth: 320 }}
          aria-label="Search clusters and datastores"
          placeholder="Name, datacenter or source"
          value={search}
          onChange={setSearch}
        />
      </Flex>
      <CapacitySummary places={[...clusters, ...datastores]} />
      <RunsOutFirst places={[...clusters, ...datastores]} />
      <CapacityTable
        title="Datacenters"
        places={of('datacenter')}
        resources={['cpu', 'memory', 'storage']}
        {...shared}
      />
      <CapacityTable
        title="Clusters"
        places={clusters}
        resources={['cpu', 'memory']}
        foreseen
        {...shared}
      />
      <CapacityTable
        title="Datastores"
        places={datastores}
        resources={['storage']}
        foreseen
        {...shared}
      />
    </>
  );
};
