import { useCallback, useMemo } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import {
  Cluster,
  Datacenter,
  InventoryObjectOf,
} from '@backlot/plugin-vm-inventory-common';
import {
  VmInventoryApi,
  vmInventoryApiRef,
} from '@backlot/plugin-vm-inventory-react';
import { useLoad } from '@backlot/ui-common';

const MOST_AT_ONCE = 1000;

const none: never[] = [];

/** All objects of a kind of which there are thousands at the most. */
async function readAll<K extends 'cluster' | 'datacenter'>(
  api: VmInventoryApi,
  kind: K,
  signal: AbortSignal,
): Promise<InventoryObjectOf<K>[]> {
  const items: InventoryObjectOf<K>[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.list(
      kind,
      { limit: MOST_AT_ONCE, cursor },
      { signal },
    );
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return items;
}

/** Clusters and datacenters with their names; the id where a name is not known. */
export function usePlaceNames(): {
  clusters: Cluster[];
  datacenters: Datacenter[];
  nameOf: (source: string, id: string) => string;
  error?: Error;
  reload: () => void;
} {
  const api = useApi(vmInventoryApiRef);
  const { value, error, reload } = useLoad(async signal => {
    const [clusters, datacenters] = await Promise.all([
      readAll(api, 'cluster', signal),
      readAll(api, 'datacenter', signal),
    ]);
    return { clusters, datacenters };
  }, []);
  const clusters = value?.clusters ?? none;
  const datacenters = value?.datacenters ?? none;
  const names = useMemo(
    () =>
      new Map(
        [...clusters, ...datacenters].map(({ source, id, name }) => [
          `${source}/${id}`,
          name,
        ]),
      ),
    [clusters, datacenters],
  );
  const nameOf = useCallback(
    (source: string, id: string) => names.get(`${source}/${id}`) ?? id,
    [names],
  );
  return { clusters, datacenters, nameOf, error, reload };
}
