import { Cluster, Datacenter } from '@backlot/plugin-vm-inventory-common';
import { ExplorerState } from './explorerState';

/** A datacenter or cluster to choose. */
export interface PlaceChoice {
  /** `<source>/<id>`. */
  value: string;
  name: string;
  /** Tells it from others of the same name. */
  detail: string;
}

type Chosen = Pick<ExplorerState, 'source' | 'datacenter'>;

/** The datacenters of the source that was chosen, or all. */
export function datacenterChoices(
  datacenters: readonly Datacenter[],
  { source: chosen }: Chosen,
): PlaceChoice[] {
  return datacenters
    .filter(({ source }) => !chosen || source === chosen)
    .map(({ source, id, name }) => ({
      value: `${source}/${id}`,
      name,
      detail: source,
    }));
}

/** The clusters of the source and of the datacenter that were chosen, or all. */
export function clusterChoices(
  clusters: readonly Cluster[],
  datacenters: readonly Datacenter[],
  chosen: Chosen,
): PlaceChoice[] {
  const names = new Map(
    datacenters.map(({ source, id, name }) => [`${source}/${id}`, name]),
  );
  return clusters
    .filter(
      ({ source, datacenter }) =>
        (!chosen.source || source === chosen.source) &&
        (!chosen.datacenter || `${source}/${datacenter}` === chosen.datacenter),
    )
    .map(({ source, id, name, datacenter = '' }) => ({
      value: `${source}/${id}`,
      name,
      detail: [source, names.get(`${source}/${datacenter}`) ?? datacenter]
        .filter(part => part !== '')
        .join(' / '),
    }));
}
