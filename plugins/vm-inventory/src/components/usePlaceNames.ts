import { useCallback, useMemo } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { Cluster, Datacenter } from '@backlot/plugin-vm-inventory-common';
import { useLoad, vmInventoryApiRef } from '@backlot/plugin-vm-inventory-react';

const MOST = 1000;

const none: never[] = [];

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
      api.list('cluster', { limit: MOST }, { signal }),
      api.list('datacenter', { limit: MOST }, { signal }),
    ]);
    return { clusters: clusters.items, datacenters: datacenters.items };
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
