/** As express keeps them; its types leave out what is in a router. */
interface Layer {
  regexp: RegExp & { fast_slash?: boolean };
  route?: { path: string; methods: Record<string, boolean> };
  handle: object;
}

/** The path that a router was mounted at, of the expression that express made of it. */
function mountOf({ regexp }: Layer): string {
  if (regexp.fast_slash) {
    return '';
  }
  const [, path] = /^\^\\?(.*?)\\\/\?\(\?=/.exec(regexp.source) ?? [];
  return path.replaceAll('\\', '');
}

function isRouter(handle: object): handle is { stack: Layer[] } {
  return 'stack' in handle;
}

/**
 * All routes of an express router and of those mounted in it, e.g. `GET /v1/requests/:id`.
 *
 * @public
 */
export function routesOf(router: object, prefix: string = ''): string[] {
  if (!isRouter(router)) {
    return [];
  }
  return router.stack.flatMap(layer => {
    const { route, handle } = layer;
    if (route) {
      const path = `${prefix}${route.path}`.replace(/(?<=.)\/$/, '');
      return Object.keys(route.methods).map(
        method => `${method.toUpperCase()} ${path}`,
      );
    }
    return isRouter(handle)
      ? routesOf(handle, `${prefix}${mountOf(layer)}`)
      : [];
  });
}
