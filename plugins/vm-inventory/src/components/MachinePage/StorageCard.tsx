import { useApi } from '@backstage/core-plugin-api';
import { Flex } from '@backstage/ui';
import { InventoryKind, Machine } from '@backlot/plugin-vm-inventory-common';
import {
  FactList,
  formatMib,
  LoadProblem,
  useLoad,
  vmInventoryApiRef,
} from '@backlot/plugin-vm-inventory-react';
import { InfoCard } from './InfoCard';

const MIB = 1024 ** 2;

/** What the machine's disks are on, and which networks it is in. */
export const StorageCard = ({ machine }: { machine: Machine }) => {
  const api = useApi(vmInventoryApiRef);
  const { source, datastores, networks, provisionedBytes } = machine;
  const { value, error, reload } = useLoad(
    async signal => {
      const namesOf = async (kind: InventoryKind, ids: string[]) => {
        if (ids.length === 0) {
          return '';
        }
        const query = { filter: { source, id: ids }, limit: 1000 };
        const { items } = await api.list(kind, query, { signal });
        const names = new Map(items.map(({ id, name }) => [id, name]));
        return ids.map(id => names.get(id) ?? id).join(', ');
      };
      const [datastoreNames, networkNames] = await Promise.all([
        namesOf('datastore', datastores),
        namesOf('network', networks),
      ]);
      return { datastoreNames, networkNames };
    },
    [source, datastores, networks],
  );
  return (
    <InfoCard title="Storage and networks">
      <Flex direction="column" gap="3">
        {error && (
          <LoadProblem
            error={error}
            what="the names of datastores and networks"
            onRetry={reload}
          />
        )}
        <FactList
          facts={[
            ['Datastores', value?.datastoreNames ?? datastores.join(', ')],
            [
              'Disks, at most',
              provisionedBytes === undefined
                ? undefined
                : formatMib(provisionedBytes / MIB),
            ],
            ['Networks', value?.networkNames ?? networks.join(', ')],
          ]}
        />
      </Flex>
    </InfoCard>
  );
};
