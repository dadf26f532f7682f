import { z as zodV3 } from 'zod/v3';
import { Visibility } from '../access';
import { CollectorsHost } from '../collectors';
import { freshnessOf } from '../routes/freshness';
import { InventoryStore } from '../store';

/**
 * The schema of {@link sourceAges}; the registry gives zod's version 3.
 *
 * @internal
 */
export const sourceAgesSchema = (z: typeof zodV3) =>
  z
    .array(
      z.object({
        source: z.string(),
        state: z.string().describe('loading, live, stale or failed'),
        ageSeconds: z.number().optional(),
        lastError: z.string().optional(),
      }),
    )
    .describe('How current the answer is, by source');

/**
 * How much an answer can be trusted, source by source.
 *
 * @internal
 */
export function sourceAges(
  context: { store: InventoryStore; host: CollectorsHost },
  visibility: Visibility,
) {
  const { store, host } = context;
  const { sources } = freshnessOf(store, host.statuses(), visibility);
  return sources.map(({ source, state, ageMs, lastError }) => ({
    source,
    state,
    ageSeconds: ageMs === undefined ? undefined : Math.round(ageMs / 1000),
    lastError: lastError?.message,
  }));
}
