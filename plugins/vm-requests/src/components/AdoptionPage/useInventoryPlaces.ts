import { useApi } from '@backstage/core-plugin-api';
import { Cluster, Folder } from '@backlot/plugin-vm-inventory-common';
import { vmInventoryApiRef } from '@backlot/plugin-vm-inventory-react';
import { Loaded, useLoad } from '@backlot/ui-common';

/** Where machines are, as far as one may see it. */
export interface InventoryPlaces {
  sources: { source: string; title: string }[];
  folders: Folder[];
  clusters: Cluster[];
}

const most = 1000;

/** The sources, and their folders and clusters, to choose machines by. */
export function useInventoryPlaces(): Loaded<InventoryPlaces> {
  const inventory = useApi(vmInventoryApiRef);
  return useLoad(async signal => {
    const [sources, folders, clusters] = await Promise.all([
      inventory.getSources({ signal }),
      inventory.list(
        'folder',
        { filter: { holds: 'machines' }, sort: 'path', limit: most },
        { signal },
      ),
      inventory.list('cluster', { sort: 'name', limit: most }, { signal }),
    ]);
    return {
      sources: sources.items,
      folders: folders.items.filter(({ path }) => path !== ''),
      clusters: clusters.items,
    };
  }, []);
}
