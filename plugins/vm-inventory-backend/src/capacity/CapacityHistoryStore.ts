import {
  CapacityDay,
  CapacityResource,
  Room,
} from '@backlot/plugin-vm-inventory-common';
import { Knex } from 'knex';

/**
 * Of what a history is kept; datacenters and sources are sums of these.
 *
 * @internal
 */
export interface CapacityObject {
  source: string;
  kind: 'cluster' | 'datastore';
  id: string;
  name: string;
  datacenter?: string;
}

/**
 * The room of an object as it is at a moment.
 *
 * @internal
 */
export interface CapacitySample {
  object: CapacityObject;
  rooms: Partial<Record<CapacityResource, Room>>;
}

/**
 * A day of one object and resource.
 *
 * @internal
 */
export interface CapacityObjectDay extends CapacityDay {
  object: Omit<CapacityObject, 'name' | 'datacenter'>;
  resource: CapacityResource;
}

interface ObjectRow {
  source: string;
  kind: CapacityObject['kind'];
  id: string;
  name: string;
  datacenter: string | null;
}

// PostgreSQL answers big integers as text, and sums of them, too.
type Amount = number | string;

interface DayRow {
  source: string;
  kind: CapacityObject['kind'];
  id: string;
  resource: CapacityResource;
  day: string;
  total: Amount;
  allowed: Amount;
  used: Amount;
  reserved: Amount;
  free: Amount;
  origin: string | null;
}

type DayOfSum = Omit<DayRow, 'source' | 'kind' | 'id'>;

const OBJECTS = 'capacity_objects';
const DAYS = 'capacity_days';
const AMOUNTS = ['total', 'allowed', 'used', 'reserved', 'free'] as const;
// SQLite takes 500 rows in a statement.
const ROWS_AT_ONCE = 400;

/**
 * The history of capacity in the database: a row for each day of an object's resource.
 *
 * @internal
 */
export class CapacityHistoryStore {
  readonly #db: Knex;

  constructor(options: { db: Knex }) {
    this.#db = options.db;
  }

  /** Puts these in place of what was known of their objects on that day. */
  async record(
    day: string,
    samples: readonly CapacitySample[],
    options: { origin?: string } = {},
  ): Promise<void> {
    const objects = samples.map(
      ({ object }): ObjectRow => ({
        source: object.source,
        kind: object.kind,
        id: object.id,
        name: object.name,
        datacenter: object.datacenter ?? null,
      }),
    );
    const days = samples.flatMap(({ object, rooms }) =>
      Object.entries(rooms).map(
        ([resource, room]): DayRow => ({
          source: object.source,
          kind: object.kind,
          id: object.id,
          resource: resource as CapacityResource,
          day,
          total: Math.round(room.total),
          allowed: Math.round(room.allowed),
          used: Math.round(room.used),
          reserved: Math.round(room.reserved),
          free: Math.round(room.free),
          origin: options.origin ?? null,
        }),
      ),
    );
    await this.#db.transaction(async transaction => {
      for (const rows of chunks(objects)) {
        await transaction<ObjectRow>(OBJECTS)
          .insert(rows)
          .onConflict(['source', 'kind', 'id'])
          .merge();
      }
      for (const rows of chunks(days)) {
        await transaction<DayRow>(DAYS)
          .insert(rows)
          .onConflict(['source', 'kind', 'id', 'resource', 'day'])
          .merge();
      }
    });
  }

  /** Removes the days before this one, and the objects that then have none. */
  async prune(firstDay: string): Promise<void> {
    await this.#db<DayRow>(DAYS).where('day', '<', firstDay).delete();
    await this.#db(OBJECTS)
      .whereNotExists(
        this.#db(DAYS)
          .select(this.#db.raw('1'))
          .where({
            [`${DAYS}.source`]: this.#db.ref(`${OBJECTS}.source`),
            [`${DAYS}.kind`]: this.#db.ref(`${OBJECTS}.kind`),
            [`${DAYS}.id`]: this.#db.ref(`${OBJECTS}.id`),
          }),
      )
      .delete();
  }

  /** The objects of a source that have a history, gone ones as well. */
  async objects(source: string): Promise<CapacityObject[]> {
    const rows = await this.#db<ObjectRow>(OBJECTS)
      .where({ source })
      .orderBy(['kind', 'id']);
    return rows.map(({ datacenter, ...row }) => ({
      ...row,
      ...(datacenter !== null && { datacenter }),
    }));
  }

  /** The days of objects of one source added up, by resource, the earliest first. */
  async days(query: {
    source: string;
    objects: readonly Pick<CapacityObject, 'kind' | 'id'>[];
    from: string;
    to: string;
  }): Promise<Map<CapacityResource, CapacityDay[]>> {
    const { source, objects, from, to } = query;
    const idsOf = (kind: CapacityObject['kind']) =>
      objects.filter(each => each.kind === kind).map(({ id }) => id);
    const rows = await this.#db<DayRow>(DAYS)
      .select('resource', 'day')
      .sum(Object.fromEntries(AMOUNTS.map(amount => [amount, amount])))
      .max<DayOfSum[]>({ origin: 'origin' })
      .where({ source })
      .andWhereBetween('day', [from, to])
      .andWhere(either =>
        either
          .where(of =>
            of.where('kind', 'cluster').whereIn('id', idsOf('cluster')),
          )
          .orWhere(of =>
            of.where('kind', 'datastore').whereIn('id', idsOf('datastore')),
          ),
      )
      .groupBy('resource', 'day')
      .orderBy(['resource', 'day']);
    const byResource = new Map<CapacityResource, CapacityDay[]>();
    for (const row of rows) {
      const days = byResource.get(row.resource);
      if (days) {
        days.push(toDay(row));
      } else {
        byResource.set(row.resource, [toDay(row)]);
      }
    }
    return byResource;
  }

  /** All days of all objects from this one on. */
  async since(day: string): Promise<CapacityObjectDay[]> {
    const rows = await this.#db<DayRow>(DAYS).where('day', '>=', day);
    return rows.map(row => ({
      object: { source: row.source, kind: row.kind, id: row.id },
      resource: row.resource,
      ...toDay(row),
    }));
  }
}

function toDay(row: DayOfSum): CapacityDay {
  return {
    day: row.day,
    total: Number(row.total),
    allowed: Number(row.allowed),
    used: Number(row.used),
    reserved: Number(row.reserved),
    free: Number(row.free),
    ...(row.origin !== null && { origin: row.origin }),
  };
}

function* chunks<T>(rows: readonly T[]): Generator<T[]> {
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    yield rows.slice(start, start + ROWS_AT_ONCE);
  }
}
