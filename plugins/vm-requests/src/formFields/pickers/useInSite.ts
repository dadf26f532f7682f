import { useApi } from '@backstage/core-plugin-api';
import { NotFoundError } from '@backstage/errors';
import { Freshness } from '@backlot/plugin-vm-inventory-common';
import {
  VmInventoryApi,
  vmInventoryApiRef,
} from '@backlot/plugin-vm-inventory-react';
import { Loaded, useLoad } from '@backlot/ui-common';
import { PolicySite } from '@backlot/plugin-vm-requests-common';
import { freshnessNote } from './freshnessNote';

/** A part of a source to look for things in: by its name, and the ids of its datacenter. */
export interface SiteFilter {
  source: string;
  datacenter: string[];
}

/** What was found, and what to say of its age. */
export interface FoundInSite<T> {
  found: T;
  filter: SiteFilter;
  /** Absent while the source is live. */
  note?: string;
}

/**
 * Loads what the inventory has in the datacenter of a site; nothing while there is no site.
 *
 * @param load - answers what was found together with its freshness
 */
export function useInSite<T extends { freshness: Freshness }>(
  site: PolicySite | undefined,
  load: (
    inventory: VmInventoryApi,
    filter: SiteFilter,
    signal: AbortSignal,
  ) => Promise<T>,
): Loaded<FoundInSite<T> | undefined> {
  const inventory = useApi(vmInventoryApiRef);
  return useLoad(
    async signal => {
      if (!site) {
        return undefined;
      }
      const { source, datacenter: name } = site;
      const { items, freshness } = await inventory.list(
        'datacenter',
        { filter: { source, name } },
        { signal },
      );
      if (items.length === 0) {
        throw new NotFoundError(
          freshnessNote(freshness, source) ??
            `The inventory has no datacenter ${name} in ${source}. Choose another, or ask your platform team.`,
        );
      }
      const filter = { source, datacenter: items.map(({ id }) => id) };
      const found = await load(inventory, filter, signal);
      return { found, filter, note: freshnessNote(found.freshness, source) };
    },
    [site],
  );
}
