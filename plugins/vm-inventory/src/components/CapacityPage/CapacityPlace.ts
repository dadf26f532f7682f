import {
  CapacityForecast,
  CapacityKind,
  CapacityResource,
  InventoryCapacity,
  Room,
} from '@backlot/plugin-vm-inventory-common';

/** Something that has room, whatever it is. */
export interface CapacityPlace {
  kind: CapacityKind;
  source: string;
  id: string;
  name: string;
  /** Id of the datacenter that it is in. */
  datacenter?: string;
  rooms: Partial<Record<CapacityResource, Room>>;
  /** When each room is full; sums have none here. */
  forecasts: Partial<Record<CapacityResource, CapacityForecast>>;
}

/** All sources, datacenters, clusters and datastores. */
export function placesOf(capacity: InventoryCapacity): CapacityPlace[] {
  const { sources, datacenters, clusters, datastores, freshness } = capacity;
  const titleOf = (source: string) =>
    freshness.sources.find(status => status.source === source)?.title;
  return [
    ...sources.map(
      ({ source, cpu, memory, storage }): CapacityPlace => ({
        kind: 'source',
        source,
        id: source,
        name: titleOf(source) ?? source,
        rooms: { cpu, memory, storage },
        forecasts: {},
      }),
    ),
    ...datacenters.map(
      ({ source, id, name, cpu, memory, storage }): CapacityPlace => ({
        kind: 'datacenter',
        source,
        id,
        name,
        rooms: { cpu, memory, storage },
        forecasts: {},
      }),
    ),
    ...clusters.map(
      ({ source, id, name, datacenter, cpu, memory, forecast }) => ({
        kind: 'cluster' as const,
        source,
        id,
        name,
        datacenter,
        rooms: { cpu, memory },
        forecasts: forecast ?? {},
      }),
    ),
    ...datastores.map(
      ({ source, id, name, datacenter, storage, forecast }) => ({
        kind: 'datastore' as const,
        source,
        id,
        name,
        datacenter,
        rooms: { storage },
        forecasts: forecast ?? {},
      }),
    ),
  ];
}
