import { useApi } from '@backstage/core-plugin-api';
import {
  Freshness,
  InventoryKind,
  Machine,
} from '@backlot/plugin-vm-inventory-common';
import { vmInventoryApiRef } from '@backlot/plugin-vm-inventory-react';
import { Loaded, useEvery, useLoad } from '@backlot/ui-common';

const REFRESH_MS = 15_000;

/** A machine with the names of what it runs on. */
export interface MachineOnSource {
  /** Absent when the source does not have it. */
  machine?: Machine;
  cluster?: string;
  host?: string;
  freshness: Freshness;
}

/** What the inventory knows of a machine, kept up to date; nothing without a reference. */
export function useMachine(
  ref: { source: string; instanceUuid: string } | undefined,
): Loaded<MachineOnSource | undefined> {
  const api = useApi(vmInventoryApiRef);
  const loaded = useLoad(
    async signal => {
      if (!ref) {
        return undefined;
      }
      const { source } = ref;
      const first = async (
        kind: InventoryKind,
        id: string | undefined,
      ): Promise<string | undefined> => {
        if (id === undefined) {
          return undefined;
        }
        const query = { filter: { source, id }, limit: 1 };
        const { items } = await api.list(kind, query, { signal });
        return items[0]?.name ?? id;
      };
      const { items, freshness } = await api.list(
        'machine',
        { filter: { ...ref }, limit: 1 },
        { signal },
      );
      const [machine] = items;
      const [cluster, host] = await Promise.all([
        first('cluster', machine?.cluster),
        first('host', machine?.host),
      ]);
      return {
        machine,
        cluster,
        host,
        freshness: {
          ...freshness,
          sources: freshness.sources.filter(status => status.source === source),
        },
      };
    },
    [ref?.source, ref?.instanceUuid],
  );
  useEvery(ref && REFRESH_MS, loaded.reload);
  return loaded;
}
