import { mockServices } from '@backstage/backend-test-utils';
import { OpenApiValidator, routesOf } from '@backlot/backend-common/testUtils';
import {
  addDays,
  dayOf,
  inventoryPaths,
} from '@backlot/plugin-vm-inventory-common';
import {
  exampleInventory,
  exampleMachineDetails,
  MemoryInventoryProvider,
  MemoryOperations,
} from '@backlot/plugin-vm-inventory-node/testUtils';
import request from 'supertest';
import { startInventory } from '../__testUtils__/startInventory';
import { createOpenApiDocument } from './createOpenApiDocument';

jest.setTimeout(60_000);

const source = 'fra';
const document = createOpenApiDocument();

const validator = new OpenApiValidator(document);

describe('the OpenAPI document', () => {
  let stop: (() => Promise<void>) | undefined;

  afterEach(async () => {
    await stop?.();
    stop = undefined;
  });

  async function start(
    features: Parameters<typeof startInventory>[0]['features'] = [],
  ) {
    const provider = new MemoryInventoryProvider({
      source,
      objects: exampleInventory(source),
      details: async () => exampleMachineDetails(),
      macAddresses: async () => ({
        asOf: new Date().toISOString(),
        macAddresses: ['00:50:56:12:34:56'],
      }),
      operations: new MemoryOperations(),
    });
    const inventory = await startInventory({ providers: [provider], features });
    stop = inventory.stop;
    await provider.live();
    return inventory;
  }

  it('is served', async () => {
    const { user } = await start();
    const { status, body } = await user.get('openapi.json');

    expect(status).toBe(200);
    expect(body).toEqual(JSON.parse(JSON.stringify(document)));
    expect(body.openapi).toBe('3.1.0');
  });

  it('has each route, and no other', async () => {
    const mounted: string[] = [];
    const httpRouter = mockServices.httpRouter.mock({
      use: handler => {
        mounted.push(...routesOf(handler));
      },
    });
    await start([httpRouter.factory]);

    // Backstage mounts routes of its own, whose paths begin with a dot.
    const ours = mounted.filter(route => !route.includes(' /.'));
    expect(validator.routes.sort()).toEqual(ours.sort());
  });

  it('names each operation once, and refers to schemas that are there', () => {
    const operations = Object.values(document.paths).flatMap(byMethod =>
      Object.values(byMethod),
    );
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(validator.missingSchemas).toEqual([]);
  });

  describe('describes what is answered', () => {
    const operationId = '01JDZZZZZZZZZZZZZZZZZZZZZZ';
    const today = dayOf(Date.now());
    const examples: Record<string, string[]> = {
      '/v1/tree': [
        'tree?view=hosts',
        'tree?view=hosts&parent=cluster:fra/domain-fra1-dev-01',
        'tree?view=folders&parent=source:fra&limit=1',
      ],
      '/v1/tree/path': ['tree/path?view=hosts&of=machine:fra/vm-1'],
      '/v1/machines/{source}/{id}/details': ['machines/fra/vm-1/details'],
      '/v1/machines/{source}/{id}/snapshots': ['machines/fra/vm-1/snapshots'],
      '/v1/machines/{source}/{id}/offered-operations': [
        'machines/fra/vm-1/offered-operations',
      ],
      '/v1/machines/{source}/{id}/operations': ['machines/fra/vm-1/operations'],
      '/v1/machines/{source}/{id}/operations/{operation}': [
        `machines/fra/vm-1/operations/${operationId}`,
      ],
      '/v1/networks/{source}/{id}/mac-addresses': [
        'networks/fra/dvportgroup-fra1/mac-addresses',
      ],
      '/v1/changes': ['changes', 'changes?kind=machine&limit=1'],
      '/v1/capacity': ['capacity', 'capacity?source=fra'],
      '/v1/capacity/history': [
        'capacity/history?source=fra&kind=source',
        `capacity/history?source=fra&kind=cluster&id=domain-fra1-dev-01&from=${addDays(
          today,
          -3,
        )}`,
      ],
      '/v1/reservations': ['reservations'],
      '/v1/reservations/{id}': ['reservations/r1'],
      '/v1/sources': ['sources'],
      '/v1/sources/{source}/test': ['sources/fra/test'],
      '/v1/store': ['store'],
      '/v1/catalog': ['catalog'],
      '/v1/openapi.json': ['openapi.json'],
      ...Object.fromEntries(
        Object.values(inventoryPaths).flatMap(plural => [
          [`/v1/${plural}`, [plural, `${plural}?limit=1`]],
          [`/v1/${plural}/export`, [`${plural}/export?format=json`]],
        ]),
      ),
    };
    // Each kind's own, by the first of its list.
    const single = Object.values(inventoryPaths);
    // There is nothing to test where the inventory is kept in memory.
    const without = ['/v1/store/test', '/health'];

    it('for each route that only reads', () => {
      const reading = Object.entries(document.paths)
        .filter(([, operations]) => 'get' in operations)
        .map(([path]) => path);
      expect(
        [
          ...Object.keys(examples),
          ...single.map(plural => `/v1/${plural}/{source}/{id}`),
          ...without,
        ].sort(),
      ).toEqual(reading.sort());
    });

    it('with what is there', async () => {
      const scheduled: (() => Promise<void>)[] = [];
      const scheduler = mockServices.scheduler.mock({
        scheduleTask: async ({ fn }) => {
          scheduled.push(async () => fn(new AbortController().signal));
        },
      });
      const { user, service, server } = await start([scheduler.factory]);
      for (const task of scheduled) {
        await task();
      }
      const placement = await service.post('placements', {
        source,
        network: 'dvportgroup-fra1',
        template: 'vm-template-fra1',
        cpus: 2,
        memoryMib: 4096,
        diskBytes: 40 * 1024 ** 3,
        reservation: { id: 'r1', ttlSeconds: 60 },
      });
      const taken = await service.post('machines/fra/vm-1/snapshots', {
        name: 'before the update',
        id: operationId,
      });
      const checks: {
        path: string;
        method: string;
        answer: request.Response;
      }[] = [
        { path: '/v1/placements', method: 'post', answer: placement },
        {
          path: '/v1/machines/{source}/{id}/growth',
          method: 'post',
          answer: await service.post('machines/fra/vm-1/growth', {
            cpus: 1,
            memoryMib: 0,
            diskBytes: 1024 ** 3,
            reservation: { id: 'r2', ttlSeconds: 60 },
          }),
        },
        {
          path: '/v1/machines/{source}/{id}/snapshots',
          method: 'post',
          answer: taken,
        },
        {
          path: '/v1/sources/{source}/refresh',
          method: 'post',
          answer: await user.post('sources/fra/refresh', {}),
        },
        {
          path: '/health',
          method: 'get',
          answer: await request(server).get('/api/vm-inventory/health'),
        },
      ];
      for (const [path, urls] of Object.entries(examples)) {
        const caller = path.startsWith('/v1/reservations') ? service : user;
        for (const url of urls) {
          checks.push({ path, method: 'get', answer: await caller.get(url) });
        }
      }
      for (const plural of single) {
        const { items } = (await user.get(plural)).body;
        checks.push({
          path: `/v1/${plural}/{source}/{id}`,
          method: 'get',
          answer: await user.get(`${plural}/fra/${items[0].id}`),
        });
      }

      for (const { path, method, answer } of checks) {
        const wrong = validator.problemsOfAnswer({
          path,
          method,
          status: answer.status,
          body: answer.body,
        });
        expect([path, wrong]).toEqual([path, null]);
      }
    });

    it('when something is refused', async () => {
      const { user } = await start();
      for (const url of ['machines?colour=red', 'machines/fra/vm-x']) {
        const { error, response } = (await user.get(url)).body;
        // What else is there is up to Backstage.
        const answer = {
          error: { name: error.name, message: error.message },
          response: { statusCode: response.statusCode },
        };
        expect(
          validator.problems(answer, 'components', 'schemas', 'Error'),
        ).toBeNull();
      }
    });
  });
});
