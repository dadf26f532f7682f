import { RequestHandler } from 'express';
import { InventoryMetrics } from './InventoryMetrics';

/**
 * Measures how long requests take, by the route that they are for.
 *
 * @param routes - paths with placeholders, e.g. `/v1/machines/{source}/{id}`
 * @internal
 */
export function measureRequests(
  metrics: Pick<InventoryMetrics, 'onRequest'>,
  routes: readonly string[],
): RequestHandler {
  const routeOf = routeFinder(routes);
  return (req, res, next) => {
    const begun = performance.now();
    const route = routeOf(req.path);
    res.once('close', () => {
      metrics.onRequest({
        method: req.method,
        route,
        status: res.statusCode,
        durationMs: performance.now() - begun,
      });
    });
    next();
  };
}

/** Paths have no end, routes are few: only these may be told apart. */
function routeFinder(
  routes: readonly string[],
): (path: string) => string | undefined {
  const fixed = new Set(routes.filter(route => !route.includes('{')));
  const open = routes
    .filter(route => route.includes('{'))
    .map(route => ({
      route,
      pattern: new RegExp(`^${route.replace(/\{\w+\}/g, '[^/]+')}$`),
    }));
  return path => {
    const plain = path.length > 1 ? path.replace(/\/$/, '') : path;
    return fixed.has(plain)
      ? plain
      : open.find(({ pattern }) => pattern.test(plain))?.route;
  };
}
