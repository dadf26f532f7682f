import {
  CatalogLeftOut,
  CatalogReport,
  CatalogStatus,
  Freshness,
  inventoryKinds,
  SourceLeftOut,
  SourceList,
  SourceStatus,
  SourceTest,
  SourceTestStep,
  StoreStatus,
} from '@backlot/plugin-vm-inventory-common';
import { z } from 'zod';
import { bodyOf, schemaOf } from './schemaOf';

const sourceLeftOut = schemaOf<SourceLeftOut>(
  'Objects that a source has and the inventory does not show, or not as a whole.',
  {
    reason: z.string(),
    objects: z.int().min(0),
  },
);

const counts = Object.fromEntries(
  inventoryKinds.map(kind => [kind, z.int().min(0).optional()]),
);

/** @internal */
export const sourceStatus = schemaOf<SourceStatus>(
  'A source and how much its data can be trusted.',
  {
    source: z.string().describe('Its name in configuration'),
    title: z.string(),
    type: z.string().describe("The provider's type, e.g. vsphere"),
    state: z
      .enum(['loading', 'live', 'stale', 'failed'])
      .describe(
        'loading: there is nothing to show yet. live: changes are followed as they happen. stale: the last known is shown. failed: it never answered.',
      ),
    asOf: z.iso
      .datetime()
      .optional()
      .describe('When the source last confirmed what is shown'),
    ageMs: z.number().min(0).optional().describe('Milliseconds since then'),
    objects: z.object(counts).describe('Counts by kind'),
    progress: z
      .object({ objects: z.int(), expected: z.int().optional() })
      .optional()
      .describe('Of a load that is under way'),
    lastError: z
      .object({
        message: z
          .string()
          .describe('The cause; not for callers who may not test sources'),
        at: z.iso.datetime(),
      })
      .optional(),
    roundTripMs: z.number().optional(),
    leftOut: z.array(sourceLeftOut).optional(),
  },
);

/** @internal */
export const freshness = schemaOf<Freshness>(
  'How old the answer is, and how each source that it is made of is doing.',
  {
    version: z
      .number()
      .describe('Grows with each change of what this replica knows'),
    sources: z.array(sourceStatus),
  },
);

const sourceList = schemaOf<SourceList>('All sources.', {
  items: z.array(sourceStatus),
});

const step = schemaOf<SourceTestStep>('One step of a connection test.', {
  name: z.string(),
  ok: z.boolean(),
  detail: z.string().describe('What was seen, or what to do about it'),
});

const sourceTest = schemaOf<SourceTest>('A connection test, step by step.', {
  source: z.string(),
  ok: z.boolean().describe('Whether all steps went well'),
  steps: z.array(step),
});

const storeStatus = schemaOf<StoreStatus>('Where the inventory is kept.', {
  type: z.enum(['memory', 'redis']),
  problem: z
    .string()
    .optional()
    .describe(
      'Why Redis cannot be reached; not for callers who may not test sources',
    ),
});

const catalogLeftOut = schemaOf<CatalogLeftOut>(
  'A machine that is not in the catalog.',
  {
    source: z.string(),
    id: z.string(),
    name: z.string(),
    reason: z.string().describe('In words'),
  },
);

const reported = {
  machines: z.int().min(0).describe('How many the catalog has been given'),
  leftOut: z.int().min(0).describe('How many are not in it'),
  items: z
    .array(catalogLeftOut)
    .describe('The first of those; none for callers who may not test sources'),
};

const catalogReport = bodyOf<CatalogReport>(
  'Which machines are in the catalog.',
  reported,
);

const catalogStatus = schemaOf<CatalogStatus>(
  'What the catalog reported last.',
  {
    report: z
      .object({ ...reported, at: z.iso.datetime() })
      .optional()
      .describe('Absent where no catalog has reported'),
  },
);

interface Health {
  status: 'ok';
  sources: Record<string, number>;
  store: { type: StoreStatus['type']; ok: boolean };
}

const health = schemaOf<Health>('Whether the plugin serves.', {
  status: z.literal('ok'),
  sources: z
    .record(z.string(), z.int())
    .describe('How many sources are in which state'),
  store: z.object({ type: z.enum(['memory', 'redis']), ok: z.boolean() }),
});

/**
 * Schemas of how the inventory is doing, by their names in the document.
 *
 * @internal
 */
export const freshnessSchemas = {
  SourceLeftOut: sourceLeftOut,
  SourceStatus: sourceStatus,
  Freshness: freshness,
  SourceList: sourceList,
  SourceTestStep: step,
  SourceTest: sourceTest,
  StoreStatus: storeStatus,
  CatalogLeftOut: catalogLeftOut,
  CatalogStatus: catalogStatus,
  Health: health,
};

/**
 * Schemas of what is reported, by their names in the document.
 *
 * @internal
 */
export const catalogInputs = { CatalogReport: catalogReport };
