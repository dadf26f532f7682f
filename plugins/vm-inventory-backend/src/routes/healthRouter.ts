import { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { CollectorsHost } from '../collectors';

/**
 * Whether the plugin serves, and how many of its sources are in which state. A source that cannot
 * be reached does not make the plugin ill: it serves what it knows.
 *
 * @internal
 */
export function createHealthRouter(options: { host: CollectorsHost }): Router {
  const router = createPromiseRouter();

  router.get('/', async (_req, res) => {
    const sources: Record<string, number> = {};
    for (const { state } of options.host.statuses()) {
      sources[state] = (sources[state] ?? 0) + 1;
    }
    res.json({ status: 'ok', sources });
  });

  return router;
}
