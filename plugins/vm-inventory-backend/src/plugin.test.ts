import { mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  createInventoryObjectConditionalDecision,
  inventoryObjectConditions,
} from '@backlot/plugin-vm-inventory-node';
import {
  exampleInventory,
  exampleMachine,
  MemoryInventoryProvider,
} from '@backlot/plugin-vm-inventory-node/testUtils';
import { vmInventoryObjectReadPermission } from '@backlot/plugin-vm-inventory-common';
import request from 'supertest';
import { startInventory } from './__testUtils__/startInventory';
import { useInventory } from './__testUtils__/useInventory';

jest.setTimeout(60_000);

const GIB = 1024 ** 3;
const source = 'fra';

const asked = {
  source,
  network: 'dvportgroup-fra1',
  template: 'vm-template-fra1',
  cpus: 2,
  memoryMib: 4096,
  diskBytes: 40 * GIB,
};

describe('vmInventoryPlugin', () => {
  const startWith = useInventory();
  let provider: MemoryInventoryProvider;

  beforeEach(() => {
    provider = new MemoryInventoryProvider({
      source,
      title: 'Frankfurt',
      objects: exampleInventory(source),
    });
  });

  const start = (options?: Parameters<typeof startWith>[1]) =>
    startWith(provider, options);

  /** Lets the caller see only some objects. */
  function seesOnly(
    conditions: Parameters<typeof createInventoryObjectConditionalDecision>[1],
  ) {
    return mockServices.permissions.mock({
      authorize: async () => [{ result: AuthorizeResult.ALLOW }],
      authorizeConditional: async () => [
        createInventoryObjectConditionalDecision(
          vmInventoryObjectReadPermission,
          conditions,
        ),
      ],
    }).factory;
  }

  describe('lists', () => {
    it.each([
      ['datacenters', 2],
      ['clusters', 3],
      ['hosts', 6],
      ['datastores', 3],
      ['networks', 2],
      ['folders', 2],
      ['resource-pools', 3],
      ['templates', 2],
      ['machines', 6],
    ])('%s, with how fresh they are', async (path, total) => {
      const { user } = await start();
      const { status, body } = await user.get(path);

      expect(status).toBe(200);
      expect(body.total).toBe(total);
      expect(body.items).toHaveLength(total);
      expect(body.freshness).toMatchObject({
        version: expect.any(Number),
        sources: [{ source, state: 'live', ageMs: expect.any(Number) }],
      });
    });

    it('filters, searches, sorts and pages', async () => {
      const { user } = await start();
      const names = (body: { items: { name: string }[] }) =>
        body.items.map(({ name }) => name);

      const first = await user.get(
        'machines?cluster=domain-fra1-dev-01&cluster=domain-ams1-dev-01&search=WEB&sort=-name&limit=3',
      );
      expect(first.body.total).toBe(4);
      expect(names(first.body)).toEqual(['web6', 'web4', 'web3']);
      const second = await user.get(
        `machines?cluster=domain-fra1-dev-01&cluster=domain-ams1-dev-01&search=WEB&sort=-name&limit=3&cursor=${first.body.nextCursor}`,
      );
      expect(names(second.body)).toEqual(['web1']);
      expect(second.body.nextCursor).toBeUndefined();
    });

    it.each([
      ['machines?colour=red', /no field 'colour'/],
      ['machines?limit=0', /limit/],
      ['machines?limit=1001', /limit/],
      ['machines?sort=name&sort=id', /'sort' is given twice/],
      ['machines?cursor=x', /'cursor' does not come from a list/],
      ['machines?__proto__=x', /no field '__proto__'/],
      ['capacity?cluster=x', /cluster/],
    ])('refuses %s', async (path, message) => {
      const { user } = await start();
      const { status, body } = await user.get(path);

      expect(status).toBe(400);
      expect(body.error.message).toMatch(message);
    });

    it('answers 304 until something of the kind, or a source, changes', async () => {
      const { user } = await start();
      const { headers } = await user.get('machines');
      const again = () =>
        user.get('machines').set('If-None-Match', headers.etag);

      expect((await again()).status).toBe(304);
      await provider.announce({
        type: 'set',
        object: { kind: 'datacenter', source, id: 'datacenter-x', name: 'x' },
      });
      expect((await again()).status).toBe(304);
      await provider.announce({
        type: 'set',
        object: exampleMachine(source, 99),
      });
      const changed = await again();
      expect(changed.status).toBe(200);
      expect(changed.body.total).toBe(7);

      provider.setUnreachable(new Error('connection refused'));
      const unreachable = () =>
        user.get('machines').set('If-None-Match', changed.headers.etag);
      while ((await unreachable()).status === 304) {
        await new Promise(resolve => setImmediate(resolve));
      }
      expect((await unreachable()).body.freshness.sources).toMatchObject([
        { state: 'stale', lastError: { message: 'connection refused' } },
      ]);
    });
  });

  it('answers one object, or 404', async () => {
    const { user } = await start();

    expect((await user.get('machines/fra/vm-1')).body).toMatchObject({
      kind: 'machine',
      name: 'web1',
      freshness: { sources: [{ source, state: 'live' }] },
    });
    const missing = await user.get('machines/fra/vm-x');
    expect(missing.status).toBe(404);
    expect(missing.body.error.message).toMatch(/no machine 'vm-x'/);
  });

  describe('who may see only some', () => {
    it('gets only those, everywhere', async () => {
      const { user } = await start({
        features: [
          seesOnly(
            inventoryObjectConditions.isInDatacenter({
              source,
              datacenters: ['datacenter-fra1'],
            }),
          ),
        ],
      });

      expect((await user.get('datacenters')).body.total).toBe(1);
      expect((await user.get('machines')).body.total).toBe(4);
      expect((await user.get('machines/fra/vm-1')).status).toBe(200);
      expect((await user.get('machines/fra/vm-3')).status).toBe(404);
      expect((await user.get('capacity')).body.clusters).toHaveLength(2);
      const elsewhere = await user.post('placements', {
        ...asked,
        network: 'dvportgroup-ams1',
      });
      expect(elsewhere.status).toBe(400);
      expect(elsewhere.body.error.message).toMatch(/or you may not see it/);
    });

    it('is told nothing of sources that he sees nothing of', async () => {
      const { user } = await start({
        features: [
          seesOnly({
            allOf: [
              inventoryObjectConditions.isInSource({ sources: ['ams'] }),
              {
                not: inventoryObjectConditions.isInSource({ sources: ['x'] }),
              },
            ],
          }),
        ],
      });

      expect((await user.get('machines')).body).toMatchObject({
        total: 0,
        freshness: { sources: [] },
      });
    });

    it('gets 403 when nothing may be seen', async () => {
      const { user } = await start({
        features: [
          mockServices.permissions.mock({
            authorize: async () => [{ result: AuthorizeResult.DENY }],
            authorizeConditional: async () => [
              { result: AuthorizeResult.DENY },
            ],
          }).factory,
        ],
      });

      for (const path of ['machines', 'machines/fra/vm-1', 'capacity']) {
        expect((await user.get(path)).status).toBe(403);
      }
      expect((await user.get('sources')).status).toBe(403);
      expect((await user.get('sources/fra/test')).status).toBe(403);
      expect((await user.post('sources/fra/refresh')).status).toBe(403);
      expect((await user.post('placements', asked)).status).toBe(403);
    });
  });

  describe('sources', () => {
    it('says how they are', async () => {
      const { user, server } = await start();

      expect((await user.get('sources')).body.items).toMatchObject([
        { source, title: 'Frankfurt', state: 'live', objects: { machine: 6 } },
      ]);
      expect(
        (await request(server).get('/api/vm-inventory/health')).body,
      ).toEqual({
        status: 'ok',
        sources: { live: 1 },
        store: { type: 'memory', ok: true },
      });
    });

    it('loads anew and tests, and has the auditor know', async () => {
      const auditor = mockServices.auditor.mock();
      const success = jest.fn();
      auditor.createEvent.mockResolvedValue({ success, fail: jest.fn() });
      const { user } = await start({ features: [auditor.factory] });
      provider.setObjects(exampleInventory(source, { machines: 12 }));

      const refreshed = await user.post('sources/fra/refresh', {});
      expect(refreshed.status).toBe(202);
      while ((await user.get('machines')).body.total !== 12) {
        await new Promise(resolve => setImmediate(resolve));
      }
      expect((await user.get('sources/fra/test')).body).toEqual({
        source,
        ok: true,
        steps: provider.steps,
      });
      expect(
        auditor.createEvent.mock.calls.map(([{ eventId }]) => eventId),
      ).toEqual(['source-refresh', 'source-test']);
      expect(success.mock.calls).toEqual([
        [{ meta: { source } }],
        [{ meta: { source, ok: true } }],
      ]);
    });

    it('knows no others', async () => {
      const { user } = await start();

      expect((await user.post('sources/x/refresh')).status).toBe(404);
      expect((await user.get('sources/x/test')).status).toBe(404);
    });
  });

  describe('placements', () => {
    it('are chosen for people, with the reasons', async () => {
      const { user, service } = await start();
      const { status, body } = await user.post('placements', asked);

      expect(status).toBe(200);
      expect(body).toMatchObject({
        cluster: { name: expect.stringMatching(/^fra1-/) },
        datacenter: { id: 'datacenter-fra1', name: 'fra1' },
        template: { uuid: '4210aaaa-fra1' },
        ageMs: expect.any(Number),
      });
      expect(body.reasons.map(({ name }: { name: string }) => name)).toEqual(
        expect.arrayContaining(['fra1-dev-01', 'fra1-prod-01', 'ams1-dev-01']),
      );
      expect((await service.get('reservations')).body.items).toEqual([]);
    });

    it('are not kept for people', async () => {
      const { user } = await start();
      const { status, body } = await user.post('placements', {
        ...asked,
        reservation: { id: 'r1', ttlSeconds: 60 },
      });

      expect(status).toBe(403);
      expect(body.error.message).toMatch(/Only backend plugins/);
      expect((await user.get('reservations')).status).toBe(403);
      expect((await user.delete('reservations/r1')).status).toBe(403);
    });

    it('are kept for plugins, and the same again', async () => {
      const { delegate, service, user } = await start();
      const reserve = (overrides: object = {}) =>
        delegate.post('placements', {
          ...asked,
          clusters: ['domain-fra1-dev-01'],
          ...overrides,
          reservation: { id: 'r1', ttlSeconds: 600 },
        });
      const { body: first } = await reserve();
      const { body: second } = await reserve({ clusters: undefined });

      expect(second.cluster).toEqual(first.cluster);
      expect(second.reservation.id).toBe('r1');
      expect((await service.get('reservations?source=fra')).body.items).toEqual(
        [
          {
            id: 'r1',
            source,
            cluster: 'domain-fra1-dev-01',
            datastore: 'datastore-fra1-dev-01',
            cpus: 2,
            memoryMib: 4096,
            diskBytes: 40 * GIB,
            expiresAt: second.reservation.expiresAt,
          },
        ],
      );
      const capacity = (await user.get('capacity?datacenter=datacenter-fra1'))
        .body;
      expect(capacity.clusters[0]).toMatchObject({
        name: 'fra1-dev-01',
        memory: { total: 1024 * 1024, reserved: 4096 },
        cpu: { total: 64, allowed: 256, reserved: 2 },
      });
      expect(capacity.datastores[0].storage).toMatchObject({
        reserved: 40 * GIB,
        free: (10_000 * 0.9 - 4_000 - 40) * GIB,
      });

      expect((await service.delete('reservations/r1')).status).toBe(204);
      expect((await service.delete('reservations/r1')).status).toBe(204);
      expect((await service.get('reservations/r1')).status).toBe(404);
    });

    it('never give the same room twice, however many ask at once', async () => {
      const { service } = await start();
      // The cluster has 1,024 GiB, of which machines have some: three times 300 fit.
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          service.post('placements', {
            ...asked,
            clusters: ['domain-fra1-dev-01'],
            memoryMib: 300 * 1024,
            reservation: { id: `r${index}`, ttlSeconds: 600 },
          }),
        ),
      );

      expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
      const refused = answers.filter(({ status }) => status === 409);
      expect(refused).toHaveLength(7);
      expect(refused[0].body.error.message).toMatch(
        /fits nowhere in 'fra'\. fra1-dev-01: .* 900 GiB reserved of 1,024 GiB memory.*no room for 300 GiB memory\./,
      );
      expect((await service.get('reservations')).body.items).toHaveLength(3);
    });

    it.each([
      [{ network: 'x' }, 400, /no network 'x'/],
      [{ source: 'x' }, 404, /no source 'x'/],
      [{ cpus: 0 }, 400, /cpus/],
      [{ cpus: 1.5 }, 400, /cpus/],
      [{ colour: 'red' }, 400, /colour/],
      [{ memoryMib: 900 * 1024 }, 409, /largest host has 512 GiB memory/],
    ])('refuse %p with %p', async (overrides, status, message) => {
      const { user } = await start();
      const answer = await user.post('placements', { ...asked, ...overrides });

      expect(answer.status).toBe(status);
      expect(answer.body.error.message).toMatch(message);
    });

    it('wait for the first load', async () => {
      provider.setUnreachable(new Error('connection refused'));
      const inventory = await startInventory({ providers: [provider] });
      const answer = () => inventory.user.post('placements', asked);
      while (!/connection refused/.test((await answer()).body.error.message)) {
        await new Promise(resolve => setImmediate(resolve));
      }

      expect((await answer()).status).toBe(503);
      await inventory.stop();
    });
  });

  describe('growth of a machine', () => {
    const growth = { cpus: 2, memoryMib: 8192, diskBytes: 100 * GIB };
    const path = 'machines/fra/vm-1/growth';

    it('is judged for people, with the reasons', async () => {
      const { user, service } = await start();
      const { status, body } = await user.post(path, growth);

      expect(status).toBe(200);
      expect(body).toEqual({
        cluster: { id: 'domain-fra1-dev-01', name: 'fra1-dev-01' },
        datastore: { id: 'datastore-fra1-dev-01', name: 'fra1-dev-01-ds-1' },
        reasons: [
          expect.objectContaining({ id: 'domain-fra1-dev-01', fits: true }),
          expect.objectContaining({ id: 'datastore-fra1-dev-01', fits: true }),
        ],
        ageMs: expect.any(Number),
      });
      expect((await service.get('reservations')).body.items).toEqual([]);
    });

    it('is the same for a machine that is off', async () => {
      const { user } = await start();
      // Every fifth machine of the example is off.
      const machine = (await user.get('machines/fra/vm-5')).body;
      const { status, body } = await user.post(
        'machines/fra/vm-5/growth',
        growth,
      );

      expect(machine.power).toBe('off');
      expect([status, body.cluster.id]).toEqual([200, machine.cluster]);
    });

    it('is not kept for people', async () => {
      const { user } = await start();
      const { status, body } = await user.post(path, {
        ...growth,
        reservation: { id: 'g1', ttlSeconds: 60 },
      });

      expect(status).toBe(403);
      expect(body.error.message).toMatch(/Only backend plugins/);
    });

    it('is kept for plugins, replaced by the same id, and counted', async () => {
      const { delegate, service, user } = await start();
      const reserve = (overrides: object = {}) =>
        delegate.post(path, {
          ...growth,
          ...overrides,
          reservation: { id: 'g1', ttlSeconds: 600 },
        });
      // Two of this would be more than the datastore has.
      await reserve({ diskBytes: 4000 * GIB });
      const { status, body } = await reserve({ diskBytes: 3000 * GIB });

      expect(status).toBe(200);
      expect(body.reservation.id).toBe('g1');
      expect((await service.get('reservations?source=fra')).body.items).toEqual(
        [
          {
            id: 'g1',
            source,
            cluster: 'domain-fra1-dev-01',
            datastore: 'datastore-fra1-dev-01',
            cpus: 2,
            memoryMib: 8192,
            diskBytes: 3000 * GIB,
            expiresAt: body.reservation.expiresAt,
          },
        ],
      );
      const capacity = (await user.get('capacity?datacenter=datacenter-fra1'))
        .body;
      expect(capacity.clusters[0]).toMatchObject({
        name: 'fra1-dev-01',
        memory: { reserved: 8192 },
        cpu: { reserved: 2 },
      });
      expect(capacity.datastores[0].storage.reserved).toBe(3000 * GIB);
      expect((await service.delete('reservations/g1')).status).toBe(204);
      expect((await service.get('reservations')).body.items).toEqual([]);
    });

    it('shares its room with new machines, however many ask at once', async () => {
      const { service } = await start();
      // The cluster has 1,024 GiB, of which machines have some: three times 300 fit.
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, index) => {
          const size = {
            cpus: 1,
            memoryMib: 300 * 1024,
            reservation: { id: `r${index}`, ttlSeconds: 600 },
          };
          return index % 2
            ? service.post(path, { ...size, diskBytes: 0 })
            : service.post('placements', {
                ...asked,
                ...size,
                clusters: ['domain-fra1-dev-01'],
              });
        }),
      );

      expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
      expect(answers.filter(({ status }) => status === 409)).toHaveLength(7);
      const { status, body } = await service.post(path, {
        ...growth,
        memoryMib: 300 * 1024,
      });
      expect(status).toBe(409);
      expect(body.error.message).toMatch(
        /^There is no room in 'fra' for what machine 'web1' is to get more\. fra1-dev-01: .* 900 GiB reserved of 1,024 GiB memory.*no room for 300 GiB memory\.$/,
      );
    });

    it('is not found where the machine may not be seen', async () => {
      const { user } = await start({
        features: [
          seesOnly(
            inventoryObjectConditions.isInDatacenter({
              source,
              datacenters: ['datacenter-ams1'],
            }),
          ),
        ],
      });

      expect((await user.post(path, growth)).status).toBe(404);
      expect((await user.post('machines/fra/vm-3/growth', growth)).status).toBe(
        200,
      );
    });

    it.each([
      ['machines/fra/vm-x/growth', {}, 404, /no machine 'vm-x'/],
      ['machines/x/vm-1/growth', {}, 404, /no source 'x'/],
      [path, { cpus: -1 }, 400, /cpus/],
      [path, { memoryMib: 0.5 }, 400, /memoryMib/],
      [path, { diskBytes: undefined }, 400, /diskBytes/],
      [path, { colour: 'red' }, 400, /colour/],
      [path, { datastore: 'x' }, 400, /is not on datastore 'x', but on/],
      [path, { cpus: 64 }, 409, /fewer than the 68 virtual CPUs that web1/],
      [path, { diskBytes: 6000 * GIB }, 409, /no room for 6,000 GiB/],
    ])(
      'at %s with %p is refused with %p',
      async (url, overrides, status, words) => {
        const { user } = await start();
        const answer = await user.post(url, { ...growth, ...overrides });

        expect(answer.status).toBe(status);
        expect(answer.body.error.message).toMatch(words);
      },
    );
  });
});
