import {
  CapacityDay,
  CapacityForecast,
  CapacityHistory,
  capacityKinds,
  capacityResources,
  CapacitySeries,
  CapacityTrend,
  ClusterCapacity,
  DatacenterCapacity,
  DatastoreCapacity,
  InventoryCapacity,
  Room,
  SourceCapacity,
} from '@backlot/plugin-vm-inventory-common';
import { z } from 'zod';
import { freshness } from './freshnessSchemas';
import { schemaOf, ShapeOf } from './schemaOf';

const day = z.iso.date();

const roomShape: ShapeOf<Room> = {
  total: z.number().describe('What exists and is usable'),
  allowed: z.number().describe('What the placement policy allows in total'),
  used: z.number().describe('Allocated to machines, or in use'),
  reserved: z.number().describe('What reservations will use'),
  free: z.number().describe('Still available'),
};
const room = schemaOf<Room>(
  'Room of one sort. CPU: total in cores, the rest in virtual CPUs; memory: MiB; storage: bytes.',
  roomShape,
);

const trend = schemaOf<CapacityTrend>(
  'The robust line through what was used and reserved in the last months.',
  {
    from: day.describe('The last day with a measurement'),
    level: z.number().describe('Where the line is on that day'),
    perDay: z.number().describe('How much it rises in a day'),
    perDayLow: z.number().describe('At least, with a confidence of 95 %'),
    perDayHigh: z.number().describe('At most, with a confidence of 95 %'),
    spread: z
      .number()
      .describe('Nine out of ten days are within this distance'),
  },
);

const forecast: z.ZodType<CapacityForecast> = z.union([
  z.object({
    state: z.literal('too-little-history'),
    days: z.int(),
    daysNeeded: z.int(),
  }),
  z.object({ state: z.literal('full'), trend: trend.optional() }),
  z.object({
    state: z.literal('fills'),
    day,
    earliest: day,
    latest: day.optional(),
    trend,
  }),
  z.object({ state: z.literal('shrinking'), trend }),
  z.object({
    state: z.literal('not-before'),
    day,
    earliest: day.optional(),
    trend,
  }),
]);

const place = { source: z.string(), id: z.string(), name: z.string() };
const datacenter = z.string().optional();

const cluster = schemaOf<ClusterCapacity>('Room of a cluster.', {
  ...place,
  datacenter,
  cpu: room,
  memory: room,
  forecast: z.object({ cpu: forecast, memory: forecast }).optional(),
});
const datastore = schemaOf<DatastoreCapacity>('Room of a datastore.', {
  ...place,
  datacenter,
  storage: room,
  forecast: z.object({ storage: forecast }).optional(),
});
const totals = { cpu: room, memory: room, storage: room };
const ofDatacenter = schemaOf<DatacenterCapacity>(
  'Room of the clusters and datastores of a datacenter.',
  { ...place, ...totals },
);
const ofSource = schemaOf<SourceCapacity>(
  'Room of the clusters and datastores of a source.',
  { source: z.string(), ...totals },
);

const capacity = schemaOf<InventoryCapacity>('What there is room for.', {
  clusters: z.array(cluster),
  datastores: z.array(datastore),
  datacenters: z.array(ofDatacenter),
  sources: z.array(ofSource),
  freshness,
});

const capacityDay = schemaOf<CapacityDay>(
  'The room of one day, as it was seen last on it.',
  {
    ...roomShape,
    day: day.describe('In UTC'),
    origin: z.string().optional().describe('Who says so, if not measured'),
  },
);

const series = schemaOf<CapacitySeries>('The days of one resource.', {
  resource: z.enum(capacityResources),
  days: z.array(capacityDay),
  forecast: forecast.optional(),
});

const capacityHistory = schemaOf<CapacityHistory>(
  'What there was room for, and until when there will be.',
  {
    ...place,
    kind: z.enum(capacityKinds),
    from: day,
    to: day,
    series: z.array(series),
    freshness,
  },
);

/**
 * Schemas of capacity, by their names in the document.
 *
 * @internal
 */
export const capacitySchemas = {
  Room: room,
  CapacityTrend: trend,
  ClusterCapacity: cluster,
  DatastoreCapacity: datastore,
  DatacenterCapacity: ofDatacenter,
  SourceCapacity: ofSource,
  Capacity: capacity,
  CapacityDay: capacityDay,
  CapacitySeries: series,
  CapacityHistory: capacityHistory,
};
