import { useApi } from '@backstage/core-plugin-api';
import { Machine } from '@backlot/plugin-vm-inventory-common';
import { vmInventoryApiRef } from '@backlot/plugin-vm-inventory-react';
import { Loaded, useLoad } from '@backlot/ui-common';

/** Names of what a machine is on, by id. */
export interface Names {
  datastores: ReadonlyMap<string, string>;
  networks: ReadonlyMap<string, string>;
}

/** The names of a machine's datastores and networks, as far as one may see them. */
export function useNames(machine: Machine): Loaded<Names> {
  const api = useApi(vmInventoryApiRef);
  const { source, datastores, networks } = machine;
  return useLoad(
    async signal => {
      const namesOf = async (kind: 'datastore' | 'network', ids: string[]) => {
        if (ids.length === 0) {
          return new Map<string, string>();
        }
        const query = { filter: { source, id: ids }, limit: 1000 };
        const { items } = await api.list(kind, query, { signal });
        return new Map(items.map(({ id, name }) => [id, name]));
      };
      const [datastoreNames, networkNames] = await Promise.all([
        namesOf('datastore', datastores),
        namesOf('network', networks),
      ]);
      return { datastores: datastoreNames, networks: networkNames };
    },
    [source, datastores, networks],
  );
}
