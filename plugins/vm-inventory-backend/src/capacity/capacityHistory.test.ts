import {
  SchedulerService,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { createBackendModule } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  addDays,
  CapacityHistory,
  dayOf,
  vmInventoryObjectReadPermission,
} from '@backlot/plugin-vm-inventory-common';
import {
  CapacityPast,
  createInventoryObjectConditionalDecision,
  inventoryObjectConditions,
  vmInventoryCapacityPastExtensionPoint,
} from '@backlot/plugin-vm-inventory-node';
import {
  exampleInventory,
  MemoryInventoryProvider,
} from '@backlot/plugin-vm-inventory-node/testUtils';
import { availableDatabases } from '../__testUtils__/availableDatabases';
import { startInventory } from '../__testUtils__/startInventory';
import { migrationsDirectory } from '../database/connectDatabase';
import { CapacityHistoryStore, CapacitySample } from './CapacityHistoryStore';

jest.setTimeout(60_000);

const source = 'fra';
const GIB = 1024 ** 3;
const cluster = 'domain-fra1-dev-01';
const datastore = 'datastore-fra1-dev-01';

type Task = Parameters<SchedulerService['scheduleTask']>[0] &
  SchedulerServiceTaskScheduleDefinition;

describe('the history of capacity', () => {
  const databases = availableDatabases();
  const [databaseId] = databases.eachSupportedId()[0];
  const today = dayOf(Date.now());
  const stops: (() => Promise<void>)[] = [];

  afterEach(async () => {
    for (const stop of stops.splice(0)) {
      await stop();
    }
  });

  async function start(
    options: {
      sees?: 'all' | 'only ams1';
      config?: object;
      brings?: CapacityPast;
    } = {},
  ) {
    const provider = new MemoryInventoryProvider({
      source,
      objects: exampleInventory(source),
    });
    const knex = await databases.init(databaseId);
    await knex.migrate.latest({ directory: migrationsDirectory });
    const tasks: Task[] = [];
    const scheduler = mockServices.scheduler.mock({
      scheduleTask: async task => {
        tasks.push(task);
      },
    });
    const inventory = await startInventory({
      providers: [provider],
      features: [
        mockServices.database.factory({ knex }),
        scheduler.factory,
        mockServices.rootConfig.factory({ data: options.config ?? {} }),
        ...(options.brings ? [moduleThatBrings(options.brings)] : []),
        ...(options.sees === 'only ams1'
          ? [
              mockServices.permissions.mock({
                authorize: async () => [{ result: AuthorizeResult.ALLOW }],
                authorizeConditional: async () => [
                  createInventoryObjectConditionalDecision(
                    vmInventoryObjectReadPermission,
                    inventoryObjectConditions.isInDatacenter({
                      source,
                      datacenters: ['datacenter-ams1'],
                    }),
                  ),
                ],
              }).factory,
            ]
          : []),
      ],
    });
    stops.push(inventory.stop);
    await provider.live();
    const task = tasks.find(({ id }) => id === 'capacity-history')!;
    return {
      provider,
      task,
      past: new CapacityHistoryStore({ db: knex }),
      sample: () => task.fn(new AbortController().signal),
      ask: async (query: string) => {
        const { status, body } = await inventory.user.get(
          `capacity/history?${query}`,
        );
        return { status, body: body as CapacityHistory, error: body.error };
      },
      capacity: async () => (await inventory.user.get('capacity')).body,
    };
  }

  function moduleThatBrings(brings: CapacityPast) {
    return createBackendModule({
      pluginId: 'vm-inventory',
      moduleId: 'past',
      register: reg =>
        reg.registerInit({
          deps: { capacityPast: vmInventoryCapacityPastExtensionPoint },
          init: async ({ capacityPast }) => capacityPast.setPast(brings),
        }),
    });
  }

  /** A datastore that on the last of these days was as full as it is now, 4,000 of 10,000 GiB. */
  function filling(days: number, perDayGib: number) {
    return Array.from({ length: days }, (_, index) => {
      const used = (4_000 - perDayGib * index) * GIB;
      const sample: CapacitySample = {
        object: {
          source,
          kind: 'datastore',
          id: datastore,
          name: 'fra1-dev-01',
          datacenter: 'datacenter-fra1',
        },
        rooms: {
          storage: {
            total: 10_000 * GIB,
            allowed: 9_000 * GIB,
            used,
            reserved: 0,
            free: 9_000 * GIB - used,
          },
        },
      };
      return { day: addDays(today, -index), sample };
    });
  }

  it('is sampled every hour by one replica of all', async () => {
    const { task } = await start();

    expect(task).toMatchObject({
      scope: 'global',
      frequency: { milliseconds: 3_600_000 },
    });
  });

  it('begins with the first sample', async () => {
    const { ask, sample } = await start();
    const query = `source=${source}&kind=cluster&id=${cluster}`;
    const { body: before } = await ask(query);
    expect(before).toMatchObject({
      name: 'fra1-dev-01',
      to: today,
      series: [
        {
          resource: 'cpu',
          days: [],
          forecast: { state: 'too-little-history', days: 0 },
        },
        { resource: 'memory', days: [] },
      ],
      freshness: { sources: [{ source, state: 'live' }] },
    });

    await sample();
    await sample();

    const { body } = await ask(query);
    expect(body.series).toMatchObject([
      {
        resource: 'cpu',
        days: [{ day: today, total: 64, allowed: 256 }],
        forecast: { state: 'too-little-history', days: 1, daysNeeded: 14 },
      },
      { resource: 'memory', days: [{ day: today, total: 1024 * 1024 }] },
    ]);
  });

  it('adds up datacenters and sources', async () => {
    const { ask, capacity, sample } = await start();
    await sample();
    const { datacenters, sources } = await capacity();

    const fra1 = await ask(
      `source=${source}&kind=datacenter&id=datacenter-fra1`,
    );
    expect(fra1.body.name).toBe('fra1');
    expect(fra1.body.series.map(({ resource }) => resource)).toEqual([
      'cpu',
      'memory',
      'storage',
    ]);
    const ofFra1 = datacenters.find(
      ({ id }: { id: string }) => id === 'datacenter-fra1',
    );
    for (const { resource, days } of fra1.body.series) {
      expect(days).toEqual([{ day: today, ...ofFra1[resource] }]);
    }
    const whole = await ask(`source=${source}&kind=source`);
    for (const { resource, days } of whole.body.series) {
      expect(days).toEqual([{ day: today, ...sources[0][resource] }]);
    }
    expect(sources[0].cpu.total).toBe(3 * 64);
  });

  it('says when it is full, with the history and with the capacity', async () => {
    const { ask, capacity, past } = await start();
    for (const { day, sample } of filling(60, 10)) {
      await past.record(day, [sample]);
    }

    const { body } = await ask(
      `source=${source}&kind=datastore&id=${datastore}&from=${addDays(
        today,
        -29,
      )}`,
    );
    expect(body.series[0].days).toHaveLength(30);
    // 5,000 GiB are left of what may be given away, 10 a day.
    const forecast = {
      state: 'fills',
      day: addDays(today, 500),
      trend: { perDay: 10 * GIB },
    };
    expect(body.series[0].forecast).toMatchObject(forecast);
    const { datastores, clusters } = await capacity();
    expect(
      datastores.find(({ id }: { id: string }) => id === datastore).forecast,
    ).toMatchObject({ storage: forecast });
    expect(clusters[0].forecast).toMatchObject({
      cpu: { state: 'too-little-history' },
      memory: { state: 'too-little-history' },
    });
  });

  it('takes no old news for a measurement', async () => {
    const { ask, capacity, provider, sample } = await start();
    provider.setUnreachable(new Error('connection refused'));
    while ((await capacity()).freshness.sources[0].state === 'live') {
      await new Promise(resolve => setImmediate(resolve));
    }

    await sample();

    const { body } = await ask(`source=${source}&kind=cluster&id=${cluster}`);
    expect(body.series.map(({ days }) => days)).toEqual([[], []]);
    expect(body.freshness.sources).toMatchObject([{ state: 'stale' }]);
  });

  it('takes no numbers of a datastore that is not accessible', async () => {
    const { ask, provider, sample } = await start();
    const object = exampleInventory(source).find(({ id }) => id === datastore);
    if (object?.kind !== 'datastore') {
      throw new Error(`${datastore} is no datastore`);
    }
    await provider.announce({
      type: 'set',
      object: { ...object, accessible: false },
    });

    await sample();

    const { body } = await ask(
      `source=${source}&kind=datastore&id=${datastore}`,
    );
    expect(body.series).toMatchObject([{ resource: 'storage', days: [] }]);
  });

  it('stays under a new name, and when all is gone', async () => {
    const { ask, provider, sample } = await start();
    await sample();
    const object = exampleInventory(source).find(({ id }) => id === cluster)!;
    await provider.announce({
      type: 'set',
      object: { ...object, name: 'renamed' },
    });
    const query = `source=${source}&kind=cluster&id=${cluster}`;
    expect((await ask(query)).body).toMatchObject({
      name: 'renamed',
      series: [{ days: [{ day: today }] }, {}],
    });

    await sample();
    await provider.announce({ type: 'delete', kind: 'cluster', id: cluster });

    const { body } = await ask(query);
    expect(body).toMatchObject({
      name: 'renamed',
      series: [{ days: [{ day: today }] }, { days: [{ day: today }] }],
    });
    expect(body.series[0]).not.toHaveProperty('forecast');
  });

  it('is not told to who may not see it, nor counted into sums', async () => {
    const { ask, past, sample } = await start({ sees: 'only ams1' });
    await sample();
    await past.record(today, [
      {
        object: {
          source,
          kind: 'cluster',
          id: 'domain-gone',
          name: 'gone',
          datacenter: 'datacenter-fra1',
        },
        rooms: {
          cpu: { total: 1, allowed: 1, used: 1, reserved: 0, free: 0 },
        },
      },
    ]);

    for (const query of [
      `kind=cluster&id=${cluster}`,
      'kind=cluster&id=domain-gone',
      `kind=datastore&id=${datastore}`,
      'kind=datacenter&id=datacenter-fra1',
      'kind=cluster&id=domain-never',
    ]) {
      const { status, error } = await ask(`source=${source}&${query}`);
      expect(status).toBe(404);
      expect(error.message).toMatch(/or you may not see it/);
    }
    const { body } = await ask(`source=${source}&kind=source`);
    expect(body.series[0].days).toMatchObject([{ day: today, total: 64 }]);
  });

  it('has the past that a module brings, once, and says whose it is', async () => {
    const asked: string[] = [];
    const { ask, capacity, sample } = await start({
      brings: {
        origin: 'old monitoring',
        daysOf: async ({ kind, id }, { rooms }) => {
          asked.push(`${kind} ${id}`);
          return [-500, -2, -1, 0, 1].map(days => ({
            day: addDays(today, days),
            rooms,
          }));
        },
      },
    });

    expect((await capacity()).clusters[0].forecast.cpu.days).toBe(0);
    await sample();
    await sample();

    expect(new Set(asked).size).toBe(asked.length);
    const { body } = await ask(
      `source=${source}&kind=cluster&id=${cluster}&from=2000-01-01`,
    );
    // What was asked for before there was a past is not what is said now.
    expect((await capacity()).clusters[0].forecast.cpu.days).toBe(3);
    expect(body.series[0].days.map(({ day, origin }) => [day, origin])).toEqual(
      [
        [addDays(today, -2), 'old monitoring'],
        [addDays(today, -1), 'old monitoring'],
        [today, undefined],
      ],
    );
  });

  it('is kept as long as the configuration says', async () => {
    const { past, sample } = await start({
      config: { vmInventory: { capacityHistory: { retention: 'P30D' } } },
    });
    for (const { day, sample: old } of filling(60, 10)) {
      await past.record(day, [old]);
    }

    await sample();

    const days = (await past.since('2000-01-01')).map(({ day }) => day);
    expect(days.sort()[0]).toBe(addDays(today, -29));
  });

  it.each([
    ['kind=cluster&id=x', /source/],
    ['source=fra&kind=host&id=x', /kind/],
    ['source=fra&kind=cluster', /id/],
    ['source=fra&kind=source&id=ams', /id/],
    ['source=fra&kind=source&from=yesterday', /from/],
    ['source=fra&kind=source&from=2026-02-30', /from/],
    ['source=fra&kind=source&from=2026-02-02&to=2026-01-01', /later than 'to'/],
    ['source=fra&kind=source&limit=1', /limit/],
  ])('refuses %s', async (query, message) => {
    const { ask } = await start();
    const { status, error } = await ask(query);

    expect(status).toBe(400);
    expect(error.message).toMatch(message);
  });
});
