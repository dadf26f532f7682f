import { ExtendedHttpServer } from '@backstage/backend-defaults/rootHttpRouter';
import {
  BackendFeature,
  HttpAuthService,
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { routesOf } from '@backlot/backend-common/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import { RouteExample, routeTable } from '../__testUtils__/routeTable';
import { startRouter } from '../__testUtils__/startRouter';
import { useDatabase } from '../__testUtils__/useDatabase';
import { World } from '../__testUtils__/World';
import { createRouter } from './createRouter';
import { RouterOptions } from './RouterOptions';

/** Where a text is in a call: `params`, `query` or `body`, and the way to it. */
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
  server: ExtendedHttpServer,
  { route, caller, params = {}, query = {}, body }: RouteExample,
) {
  const [method, path] = route.split(' ');
  const url = `/api/vm-requests${path.replace(/:(\w+)/g, (_, name) =>
    encodeURIComponent(params[name]),
  )}`;
  const sent =
    method === 'GET'
      ? request(server).get(url).query(query)
      : request(server).post(url).query(query).send(body);
  return sent.set(
    'authorization',
    caller === 'service'
      ? mockCredentials.service.header()
      : mockCredentials.user.header('user:default/priya.nair'),
  );
}

describe('every route', () => {
  const database = useDatabase();
  let stop: (() => Promise<void>) | undefined;

  afterEach(() => stop?.());

  async function start(...features: BackendFeature[]) {
    const world = new World(database());
    await world.prepare(world.peers.addTask('prepare-1'));
    const started = await startRouter(world, { features });
    stop = started.stop;
    const { id, machineId } = (await world.request())!;
    return { server: started.server, id, machineId };
  }

  it('is in the table of routes', () => {
    const router = createRouter({
      ledger: new World(database()).truth,
    } as RouterOptions);
    expect(routesOf(router).sort()).toEqual(
      routeTable()
        .map(({ route }) => route)
        .sort(),
    );
  });

  it('is in the documentation, with its permission', () => {
    const docs = readFileSync(
      join(__dirname, '../../../../docs/security.md'),
      'utf8',
    );
    const rows = [
      ...docs.matchAll(/^\| `(\w+ \/\S+)` +\| `vm-requests\.(\S+)` +\|/gm),
    ].map(([, route, permission]) => `${route} vm-requests.${permission}`);
    expect(rows.sort()).toEqual(
      routeTable()
        .map(({ route, permission }) => `${route} ${permission}`)
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
    const { server, id, machineId } = await start(
      mockServices.permissions.mock({
        authorize: async queries => deny(queries),
        authorizeConditional: async queries => deny(queries),
      }).factory,
    );
    for (const example of routeTable(id, machineId)) {
      asked.length = 0;
      const { status, body } = await call(server, example);
      // What a request's page offers is asked for in the same question.
      expect([example.route, status, asked[0]]).toEqual([
        example.route,
        403,
        example.permission,
      ]);
      expect(body.error.message).toContain(example.permission);
    }
  });

  it('but the gate is closed to a token that is restricted to the gate', async () => {
    const gate = mockCredentials.service('external:atlantis-gate', {
      permissionNames: ['vm-requests.gate.use'],
    });
    const { server, id, machineId } = await start(
      // As Backstage does it for such a token: by the names, without asking a policy.
      mockServices.permissions.mock({
        authorize: async queries =>
          queries.map(({ permission: { name } }) => ({
            result:
              name === 'vm-requests.gate.use'
                ? AuthorizeResult.ALLOW
                : AuthorizeResult.DENY,
          })),
        authorizeConditional: async queries =>
          queries.map(() => ({ result: AuthorizeResult.DENY })),
      }).factory,
      createServiceFactory({
        service: coreServices.httpAuth,
        deps: {},
        factory: () =>
          ({
            credentials: async () => gate,
            issueUserCookie: async () => ({ expiresAt: new Date() }),
          } as unknown as HttpAuthService),
      }),
    );
    const letThrough: string[] = [];
    for (const example of routeTable(id, machineId)) {
      const { status, body } = await call(server, example);
      expect([example.route, status]).toEqual([example.route, 403]);
      if (!/permission '.*' is denied/.test(body.error.message)) {
        letThrough.push(example.route);
      }
    }
    expect(letThrough).toEqual(['GET /v1/gate']);
  });

  const places = routeTable().flatMap(({ params, query, body, route }, index) =>
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
      const { server, id, machineId } = await start();
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...places),
          fc.string({ maxLength: 4 }),
          fc.string({ maxLength: 4 }),
          async ({ index, place }, before, after) => {
            const [part] = place;
            // A half would be mended on its way through an address.
            fc.pre(mark === '\u0000' || part === 'body');
            const example = withText(
              routeTable(id, machineId)[index],
              place,
              `${before}${mark}${after}`,
            );
            const { status, body } = await call(server, example);
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
          numRuns: 2 * places.length,
          examples: places
            .filter(({ place: [part] }) => mark === '\u0000' || part === 'body')
            .map(place => [place, 'a', 'b']),
        },
      );
    },
  );

  it('refuses NUL in the name of a field', async () => {
    const { server, id, machineId } = await start();
    for (const example of routeTable(id, machineId).filter(each => each.body)) {
      const { status, body } = await call(server, {
        ...example,
        body: { ...example.body, 'a\u0000b': 1 },
      });
      expect([example.route, status]).toEqual([example.route, 400]);
      expect(body.error.message).toContain(String.raw`a\u0000b`);
    }
  });
});
