import { useCallback } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { useLoad, vmInventoryApiRef } from '@backlot/plugin-vm-inventory-react';

const MOST = 1000;

/** Names of clusters and datacenters by their ids; the id where the name is not known. */
export function usePlaceNames(): {
  nameOf: (source: string, id: string) => string;
  error?: Error;
  reload: () => void;
} {
  const api = useApi(vmInventoryApiRef);
  const { value, error, reload } = useLoad(async signal => {
    const pages = await Promise.all([
      api.list('cluster', { limit: MOST }, { signal }),
      api.list('datacenter', { limit: MOST }, { signal }),
    ]);
    return new Map(
      pages
        .flatMap(page => [...page.items])
        .map(({ source, id, name }) => [`${source}/${id}`, name]),
    );
  }, []);
  const nameOf = useCallback(
    (source: string, id: string) => value?.get(`${source}/${id}`) ?? id,
    [value],
  );
  return { nameOf, error, reload };
}
