import {
  HttpAuthService,
  coreServices,
  createServiceFactory,
  BackendFeature,
} from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { inventoryPaths } from '@backlot/plugin-vm-inventory-common';
import {
  exampleInventory,
  MemoryInventoryProvider,
} from '@backlot/plugin-vm-inventory-node/testUtils';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { routesOf } from '@backlot/backend-common/testUtils';
import request from 'supertest';
import { RouteExample, routeTable } from '../__testUtils__/routeTable';
import { startInventory } from '../__testUtils__/startInventory';
import { createRouter } from './createRouter';

jest.setTimeout(60_000);

type Server = Awaited<ReturnType<typeof startInventory>>['server'];
type Place = (string | number)[];

function placesOf(value: unknown, path: Place = []): Place[] {
  if (typeof value === 'string') {
    return [path];
  }
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, item]) =>
        placesOf(item, [...path, Array.isArray(value) ? Number(key) : key]),
      )
    : [];
}

/** The same with another text at a place. */
function withText<T>(value: T, [key, ...rest]: Place, text: string): T {
  const copy = structuredClone(value) as Record<string | number, unknown>;
  copy[key] = rest.length > 0 ? withText(copy[key], rest, text) : text;
  return copy as T;
}

function call(
  server: Server,
  { route, params = {}, query = {}, body }: RouteExample,
  authorization?: string,
) {
  const [method, path] = route.split(' ');
  const parameters = new URLSearchParams(
    Object.entries(query).flatMap(([name, values]) =>
      [values].flat().map(value => [name, value]),
    ),
  );
  const url = `/api/vm-inventory${path.replace(/:(\w+)/g, (_, name) =>
    encodeURIComponent(params[name]),
  )}?${parameters}`;
  const sent = {
    GET: () => request(server).get(url),
    DELETE: () => request(server).delete(url),
    POST: () => request(server).post(url).send(body),
    PUT: () => request(server).put(url).send(body),
  }[method as 'GET' | 'DELETE' | 'POST' | 'PUT']();
  return authorization ? sent.set('authorization', authorization) : sent;
}

const service = mockCredentials.service.header();
const closed = routeTable.filter(({ permission }) => permission);

describe('every route', () => {
  let stop: (() => Promise<void>) | undefined;

  afterEach(() => stop?.());

  async function start(...features: BackendFeature[]): Promise<Server> {
    const source = 'fra';
    const provider = new MemoryInventoryProvider({
      source,
      objects: exampleInventory(source),
    });
    const started = await startInventory({ providers: [provider], features });
    stop = started.stop;
    await provider.live();
    return started.server;
  }

  it('is in the table of routes', () => {
    const router = createRouter({} as Parameters<typeof createRouter>[0]);
    expect(routesOf(router).sort()).toEqual(
      routeTable.map(({ route }) => route).sort(),
    );
  });

  it('is in the documentation, with its permission', () => {
    const docs = readFileSync(
      join(__dirname, '../../../../docs/security.md'),
      'utf8',
    );
    const rows = [
      ...docs.matchAll(
        /^\| `(\w+ \/\S+)` +\| (?:`(vm-inventory\.\S+)`|none) +\|/gm,
      ),
    ].map(([, route, permission = 'none']) => `${route} ${permission}`);
    const documented = rows.flatMap(row =>
      row.includes('<kind>')
        ? Object.values(inventoryPaths).map(path => row.replace('<kind>', path))
        : [row],
    );
    expect(documented.sort()).toEqual(
      routeTable
        .map(({ route, permission = 'none' }) => `${route} ${permission}`)
        .sort(),
    );
  });

  it('asks for its permission', async () => {
    const asked: string[] = [];
    const denied: { result: AuthorizeResult.DENY } = {
      result: AuthorizeResult.DENY,
    };
    const deny = (queries: { permission: { name: string } }[]) =>
      queries.map(({ permission: { name } }) => {
        asked.push(name);
        return denied;
      });
    const server = await start(
      mockServices.permissions.mock({
        authorize: async queries => deny(queries),
        authorizeConditional: async queries => deny(queries),
      }).factory,
    );
    const seen = new Set<string>();
    for (const example of closed) {
      const { status, body } = await call(server, example, service);
      expect([example.route, status]).toEqual([example.route, 403]);
      expect(body.error.message).toContain(example.permission);
      seen.add(example.permission!);
    }
    // What may be seen is remembered for some seconds, so it is not asked each time.
    expect(new Set(asked)).toEqual(seen);
  });

  it('but health wants a token', async () => {
    const server = await start();
    for (const example of routeTable) {
      const { status } = await call(
        server,
        example,
        mockCredentials.none.header(),
      );
      expect([example.route, status]).toEqual([
        example.route,
        example.permission ? 401 : 200,
      ]);
    }
  });

  it('but health is closed to a token that is restricted to something else', async () => {
    const gate = mockCredentials.service('external:atlantis-gate', {
      permissionNames: ['vm-requests.gate.use'],
    });
    const denied: { result: AuthorizeResult.DENY } = {
      result: AuthorizeResult.DENY,
    };
    const server = await start(
      // As Backstage does it for such a token: by the names, without asking a policy.
      mockServices.permissions.mock({
        authorize: async queries => queries.map(() => denied),
        authorizeConditional: async queries => queries.map(() => denied),
      }).factory,
      createServiceFactory({
        service: coreServices.httpAuth,
        deps: {},
        factory: (): HttpAuthService =>
          mockServices.httpAuth.mock({
            credentials: async () => gate as never,
          }),
      }),
    );
    for (const example of closed) {
      const { status } = await call(server, example);
      expect([example.route, status]).toEqual([example.route, 403]);
    }
  });

  const places = routeTable.flatMap(({ params, query, body, route }, index) =>
    placesOf({
      ...(params && { params }),
      ...(query && { query }),
      ...(body && { body }),
    }).map(place => ({ route, index, place })),
  );

  it.each([
    ['NUL', '\u0000', /NUL character/],
    ['half of a character', '\ud83d', /lone surrogate/],
  ])(
    'refuses %s in each text, with the name of its field',
    async (_, mark, words) => {
      const server = await start();
      const possible = places.filter(
        // A half is mended on its way through an address.
        ({ place: [part] }) => mark === '\u0000' || part === 'body',
      );
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...possible),
          fc.string({ maxLength: 4 }),
          fc.string({ maxLength: 4 }),
          async ({ index, place }, before, after) => {
            const example = withText(
              routeTable[index],
              place,
              `${before}${mark}${after}`,
            );
            const { status, body } = await call(server, example, service);
            expect([example.route, place, status]).toEqual([
              example.route,
              place,
              400,
            ]);
            expect(body.error.message).toMatch(words);
            const field = place.filter(key => typeof key === 'string').at(-1);
            expect(body.error.message).toContain(field);
          },
        ),
        {
          numRuns: 2 * possible.length,
          examples: possible.map(place => [place, 'a', 'b']),
        },
      );
    },
  );

  it('refuses NUL in the name of a parameter or a field', async () => {
    const server = await start();
    const open = routeTable.filter(({ query, body }) => query ?? body);
    for (const example of open) {
      const { status, body } = await call(
        server,
        {
          ...example,
          ...(example.query
            ? { query: { ...example.query, 'a\u0000b': '1' } }
            : { body: { ...example.body, 'a\u0000b': '1' } }),
        },
        service,
      );
      expect([example.route, status]).toEqual([example.route, 400]);
      expect(body.error.message).toContain(String.raw`a\u0000b`);
    }
  });
});
