import {
  Growth,
  GrowRequest,
  Placement,
  PlacementReason,
  PlaceRequest,
  Reservation,
  ReservationList,
  SourceRefreshRequest,
} from '@backlot/plugin-vm-inventory-common';
import { z } from 'zod';
import { templateDisk } from './objectSchemas';
import { bodyOf, schemaOf } from './schemaOf';

const id = z.string();
const named = z.object({ id, name: z.string() });

const sourceRefreshRequest = bodyOf<SourceRefreshRequest>('A fresh load.', {
  acceptLoss: z
    .boolean()
    .optional()
    .describe('Accept a load with far fewer objects than were known'),
});

const reservationRequest = z
  .strictObject({ id, ttlSeconds: z.int().min(1).max(2_592_000) })
  .optional();

const placeRequest = bodyOf<PlaceRequest>(
  'What a machine needs and where it may go; what is left out is chosen.',
  {
    source: id,
    datacenter: id.optional(),
    clusters: z.array(id).optional(),
    datastore: id.optional(),
    network: id,
    furtherNetworks: z
      .array(id)
      .optional()
      .describe('Have to be reached beside it'),
    template: id,
    folder: id.optional(),
    resourcePool: id.optional(),
    cpus: z.int(),
    memoryMib: z.int(),
    diskBytes: z.int(),
    reservation: reservationRequest.describe(
      'Keeps the place; for backend plugins only',
    ),
  },
);

const growRequest = bodyOf<GrowRequest>(
  'What a machine is to get more; nothing is asked where it is 0.',
  {
    cpus: z.int().min(0),
    memoryMib: z.int().min(0),
    diskBytes: z.int().min(0),
    datastore: id
      .optional()
      .describe("One of the machine's datastores; without it the first"),
    reservation: reservationRequest.describe(
      'Keeps the room; for backend plugins only',
    ),
  },
);

const reason = schemaOf<PlacementReason>(
  'Why a cluster or datastore was taken or left.',
  { id, name: z.string(), fits: z.boolean(), reason: z.string() },
);

const kept = z.object({ id, expiresAt: z.iso.datetime() }).optional();

const placement = schemaOf<Placement>('Where a machine goes, and why there.', {
  source: z.string(),
  datacenter: named,
  cluster: named,
  resourcePool: named,
  datastore: named,
  network: named,
  furtherNetworks: z.array(named).optional(),
  folder: z.object({ id, path: z.string() }).optional(),
  template: z.object({
    id,
    name: z.string(),
    uuid: z.string(),
    guestId: z.string(),
    disks: z.array(templateDisk),
  }),
  reasons: z.array(reason),
  ageMs: z.number().optional(),
  reservation: kept,
});

const growth = schemaOf<Growth>(
  'Where a machine grows, and why there is room for it.',
  {
    cluster: named,
    datastore: named,
    reasons: z.array(reason),
    ageMs: z.number().optional(),
    reservation: kept,
  },
);

const reservation = schemaOf<Reservation>(
  'What is kept free for something that does not exist yet.',
  {
    id,
    source: z.string(),
    cluster: id,
    datastore: id,
    cpus: z.int(),
    memoryMib: z.int(),
    diskBytes: z.int(),
    expiresAt: z.iso.datetime(),
  },
);

const reservationList = schemaOf<ReservationList>('All reservations.', {
  items: z.array(reservation),
});

/**
 * Schemas of places and reservations, by their names in the document.
 *
 * @internal
 */
export const placementSchemas = {
  PlacementReason: reason,
  Placement: placement,
  Growth: growth,
  Reservation: reservation,
  ReservationList: reservationList,
};

/**
 * Schemas of what is asked of sources and places, by their names in the document.
 *
 * @internal
 */
export const placementInputs = {
  SourceRefreshRequest: sourceRefreshRequest,
  PlaceRequest: placeRequest,
  GrowRequest: growRequest,
};
