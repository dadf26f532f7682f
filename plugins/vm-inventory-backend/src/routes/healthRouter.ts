import { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { CollectorsHost } from '../collectors';
import { InventoryStore } from '../store';

/**
 * Whether the plugin serves, how many of its sources are in which state, and what it keeps the
 * inventory in. A source or a Redis that cannot be reached does not make the plugin ill: it serves
 * what it knows.
 *
 * @internal
 */
export function createHealthRouter(options: {
  host: CollectorsHost;
  store: InventoryStore;
}): Router {
  const router = createPromiseRouter();

  router.get('/', async (_req, res) => {
    const sources: Record<string, number> = {};
    for (const { state } of options.host.statuses()) {
      sources[state] = (sources[state] ?? 0) + 1;
    }
    const { type, problem } = options.store.status();
    // Anybody may ask; why Redis cannot be reached is not for everybody.
    res.json({ status: 'ok', sources, store: { type, ok: !problem } });
  });

  return router;
}
