import { Router } from 'express';

/** As express keeps them; its types leave out what is in a router. */
interface Layer {
  regexp: RegExp & { fast_slash?: boolean };
  route?: { path: string; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
}

/** The path that a router was mounted at, of the expression that express made of it. */
function mountOf({ regexp }: Layer): string {
  if (regexp.fast_slash) {
    return '';
  }
  const [, path] = /^\^\\?(.*?)\\\/\?\(\?=/.exec(regexp.source) ?? [];
  return path.replaceAll('\\', '');
}

/**
 * All routes of an express router and of those mounted in it, e.g. `GET /v1/tree/path`.
 *
 * @internal
 */
export function routesOf(router: Router, prefix = ''): string[] {
  const layers = (router as unknown as { stack: Layer[] }).stack;
  return layers.flatMap(layer => {
    const { route, handle } = layer;
    if (route) {
      const path = `${prefix}${route.path}`.replace(/(?<=.)\/$/, '');
      return Object.keys(route.methods).map(
        method => `${method.toUpperCase()} ${path}`,
      );
    }
    return handle.stack
      ? routesOf(handle as unknown as Router, `${prefix}${mountOf(layer)}`)
      : [];
  });
}
