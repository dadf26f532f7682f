import { NotFoundError } from '@backstage/errors';
import {
  addDays,
  CAPACITY_TREND_DAYS,
  CapacityHistory,
  CapacityKind,
  CapacityResource,
  capacityResources,
  capacityTrend,
  forecastCapacity,
  InventoryCapacity,
  PlacementPolicy,
  Room,
} from '@backlot/plugin-vm-inventory-common';
import { Predicate } from '../query/filters';
import { ReservationStore } from '../reservations';
import { InventorySnapshot, InventoryStore } from '../store';
import { CapacityHistoryStore, CapacityObject } from './CapacityHistoryStore';
import { readCapacity } from './readCapacity';

interface Asked {
  source: string;
  kind: CapacityKind;
  id: string;
}

/**
 * The history of a cluster or datastore, or of those of a datacenter or source together, and when
 * they are full; freshness aside. What is gone keeps its history, but has no forecast.
 *
 * @param sees - leaves out what the caller may not see; absent when all may be seen
 * @throws NotFoundError when there is nothing of it, or the caller may not see it
 * @internal
 */
export async function readCapacityHistory(
  context: {
    store: InventoryStore;
    reservations: ReservationStore;
    policy: PlacementPolicy;
    history: CapacityHistoryStore;
  },
  asked: Asked,
  range: { from: string; to: string; today: string },
  sees?: Predicate,
): Promise<Omit<CapacityHistory, 'freshness'>> {
  const { store, history } = context;
  const { source, kind, id } = asked;
  const { from, to, today } = range;
  const present = findPresent(
    await readCapacity(context, { source }, sees),
    asked,
  );
  const snapshot = store.snapshot();
  const objects = (await history.objects(source)).filter(
    object =>
      belongsTo(object, asked) && (!sees || isSeen(object, snapshot, sees)),
  );
  if (!present && objects.length === 0) {
    throw new NotFoundError(
      `There is no capacity of ${kind} '${id}' in source '${source}', or you may not see it`,
    );
  }

  // One question for both: what is shown, and what the forecast is drawn from.
  const trendFrom = addDays(today, 1 - CAPACITY_TREND_DAYS);
  const known = await history.days({
    source,
    objects,
    from: from < trendFrom ? from : trendFrom,
    to: to > today ? to : today,
  });
  const daysOf = (resource: CapacityResource, first: string, last: string) =>
    (known.get(resource) ?? []).filter(
      ({ day }) => day >= first && day <= last,
    );
  const forecastOf = (resource: CapacityResource, room: Room) =>
    forecastCapacity(
      room,
      capacityTrend(daysOf(resource, trendFrom, today), { today }),
      { today },
    );
  return {
    source,
    kind,
    id,
    name: present?.name ?? objects.find(each => each.id === id)?.name ?? id,
    from,
    to,
    series: capacityResources.flatMap(resource => {
      const room = present?.rooms[resource];
      const days = daysOf(resource, from, to);
      return room || days.length > 0
        ? {
            resource,
            days,
            ...(room && { forecast: forecastOf(resource, room) }),
          }
        : [];
    }),
  };
}

/** What it is called and has room for now; undefined when it is not there. */
function findPresent(
  capacity: Omit<InventoryCapacity, 'freshness'>,
  { kind, id }: Asked,
):
  | { name: string; rooms: Partial<Record<CapacityResource, Room>> }
  | undefined {
  if (kind === 'source') {
    const totals = capacity.sources.find(({ source }) => source === id);
    return totals && { name: id, rooms: totals };
  }
  const places = {
    datacenter: capacity.datacenters,
    cluster: capacity.clusters,
    datastore: capacity.datastores,
  }[kind];
  const place = places.find(each => each.id === id);
  return place && { name: place.name, rooms: place };
}

function belongsTo(object: CapacityObject, { kind, id }: Asked): boolean {
  switch (kind) {
    case 'source':
      return true;
    case 'datacenter':
      return object.datacenter === id;
    default:
      return object.kind === kind && object.id === id;
  }
}

/** One that is gone is seen by whom its datacenter is seen by. */
function isSeen(
  object: CapacityObject,
  snapshot: InventorySnapshot,
  sees: Predicate,
): boolean {
  const { source, datacenter } = object;
  const present = snapshot.get(object.kind, source, object.id);
  if (present) {
    return sees(present);
  }
  return (
    datacenter !== undefined &&
    sees({ kind: 'datacenter', source, id: datacenter, name: datacenter })
  );
}
