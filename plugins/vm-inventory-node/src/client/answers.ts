import { inventoryKinds } from '@backlot/plugin-vm-inventory-common';
import { z } from 'zod';

// Both ends are this plugin's own and share the types of what is inside; checked is the frame,
// which something between them (a proxy, an older version) could have broken.
const object = z.looseObject({
  kind: z.enum(inventoryKinds),
  source: z.string(),
  id: z.string(),
  name: z.string(),
});

const freshness = z.looseObject({
  version: z.number(),
  sources: z.array(z.looseObject({ source: z.string(), state: z.string() })),
});

/** @internal */
export const pageSchema = z.looseObject({
  items: z.array(object),
  total: z.number(),
  nextCursor: z.string().optional(),
  freshness,
});

/** @internal */
export const itemSchema = object.extend({ freshness });

/** @internal */
export const detailsSchema = z.looseObject({
  asOf: z.string(),
  networkCards: z.array(z.looseObject({ addresses: z.array(z.string()) })),
});

/** @internal */
export const macAddressesSchema = z.looseObject({
  asOf: z.string(),
  macAddresses: z.array(z.string()),
});

/** @internal */
export const operationSchema = z.looseObject({
  id: z.string(),
  operation: z.string(),
  outcome: z.enum(['running', 'done', 'failed', 'unknown']),
});

/** @internal */
export const snapshotsSchema = z.looseObject({
  items: z.array(
    z.looseObject({ id: z.string(), name: z.string(), current: z.boolean() }),
  ),
});

/** @internal */
export const changesSchema = z.looseObject({
  items: z.array(
    z.union([
      z.looseObject({ type: z.literal('set'), object }),
      z.looseObject({
        type: z.literal('delete'),
        kind: z.enum(inventoryKinds),
        source: z.string(),
        id: z.string(),
      }),
    ]),
  ),
  cursor: z.string(),
  reset: z.boolean(),
  more: z.boolean(),
  freshness,
});

const named = z.looseObject({ id: z.string(), name: z.string() });

/** @internal */
export const placementSchema = z.looseObject({
  source: z.string(),
  datacenter: named,
  cluster: named,
  resourcePool: named,
  datastore: named,
  network: named,
  template: named,
  reasons: z.array(named),
});

/** @internal */
export const growthSchema = z.looseObject({
  cluster: named,
  datastore: named,
  reasons: z.array(named),
});

/** @internal */
export const reservationsSchema = z.looseObject({
  items: z.array(z.looseObject({ id: z.string(), source: z.string() })),
});
