import { MetricsServiceObservableCallback } from '@backstage/backend-plugin-api/alpha';
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import {
  exampleInventory,
  exampleMachine,
  MemoryInventoryProvider,
} from '@backlot/plugin-vm-inventory-node/testUtils';
import { startInventory } from '../__testUtils__/startInventory';

jest.setTimeout(60_000);

const source = 'fra';

interface Measured {
  value: number;
  attributes?: object;
}

/** Metrics that remember what they were told. */
function rememberingMetrics() {
  const measured: Record<string, Measured[]> = {};
  const callbacks: Record<string, MetricsServiceObservableCallback> = {};
  const units: Record<string, string | undefined> = {};
  const remember = (name: string, options?: { unit?: string }) => {
    units[name] = options?.unit;
    measured[name] = [];
    return (value: number, attributes?: object) => {
      measured[name].push({ value, attributes });
    };
  };
  const service = metricsServiceMock.mock({
    createHistogram: (name, options) => ({ record: remember(name, options) }),
    createCounter: (name, options) => ({ add: remember(name, options) }),
    createObservableGauge: (name, options) => {
      remember(name, options);
      return {
        addCallback: callback => {
          callbacks[name] = callback as MetricsServiceObservableCallback;
        },
        removeCallback: () => {},
      };
    },
  });
  const observe = async (name: string) => {
    const observed: Measured[] = [];
    await callbacks[name]({
      observe: (value, attributes) => {
        observed.push({ value, attributes });
      },
    });
    return observed;
  };
  return { service, measured, units, observe };
}

describe('metrics', () => {
  let stop: (() => Promise<void>) | undefined;

  afterEach(async () => {
    await stop?.();
    stop = undefined;
  });

  async function start() {
    const provider = new MemoryInventoryProvider({
      source,
      objects: exampleInventory(source),
    });
    const metrics = rememberingMetrics();
    const inventory = await startInventory({
      providers: [provider],
      features: [metrics.service.factory],
    });
    stop = inventory.stop;
    await provider.live();
    return { provider, ...metrics, ...inventory };
  }

  it('have names and units by the semantic conventions', async () => {
    const { units } = await start();

    expect(units).toEqual({
      'backlot.inventory.load.duration': 's',
      'backlot.inventory.change.lag': 's',
      'backlot.inventory.follow.lag': 's',
      'backlot.inventory.reconnects': '{reconnect}',
      'backlot.inventory.request.duration': 's',
      'backlot.inventory.objects': '{object}',
      'backlot.inventory.source.age': 's',
      'backlot.inventory.store.up': '1',
    });
  });

  it('say how collecting goes', async () => {
    const { provider, measured } = await start();
    const ofSource = { 'backlot.source': source };
    expect(measured['backlot.inventory.load.duration']).toEqual([
      { value: expect.any(Number), attributes: ofSource },
    ]);

    await provider.announce({
      type: 'set',
      object: exampleMachine(source, 99),
    });
    expect(measured['backlot.inventory.change.lag']).toEqual([
      { value: expect.any(Number), attributes: ofSource },
    ]);

    provider.setUnreachable(new Error('connection refused'));
    while (measured['backlot.inventory.reconnects'].length === 0) {
      await new Promise(resolve => setImmediate(resolve));
    }
    expect(measured['backlot.inventory.reconnects'][0]).toEqual({
      value: 1,
      attributes: ofSource,
    });
  });

  it('say what there is and how old it is', async () => {
    const { observe } = await start();

    expect(await observe('backlot.inventory.objects')).toEqual(
      expect.arrayContaining([
        {
          value: 6,
          attributes: { 'backlot.source': source, 'backlot.kind': 'machine' },
        },
        {
          value: 2,
          attributes: {
            'backlot.source': source,
            'backlot.kind': 'datacenter',
          },
        },
      ]),
    );
    expect(await observe('backlot.inventory.source.age')).toEqual([
      {
        value: expect.any(Number),
        attributes: {
          'backlot.source': source,
          'backlot.source.state': 'live',
        },
      },
    ]);
    expect(await observe('backlot.inventory.store.up')).toEqual([
      { value: 1, attributes: { 'backlot.store': 'memory' } },
    ]);
  });

  it('say how long requests take, by route and not by path', async () => {
    const { measured, user } = await start();
    await user.get('machines?limit=1');
    await user.get('machines/fra/vm-1');
    await user.get('machines/fra/vm-x');
    await user.get('machines/');
    await user.get('nothing/of/this');

    expect(
      measured['backlot.inventory.request.duration'].map(
        ({ attributes }) => attributes,
      ),
    ).toEqual([
      {
        'http.request.method': 'GET',
        'http.route': '/v1/machines',
        'http.response.status_code': 200,
      },
      {
        'http.request.method': 'GET',
        'http.route': '/v1/machines/{source}/{id}',
        'http.response.status_code': 200,
      },
      {
        'http.request.method': 'GET',
        'http.route': '/v1/machines/{source}/{id}',
        'http.response.status_code': 404,
      },
      {
        'http.request.method': 'GET',
        'http.route': '/v1/machines',
        'http.response.status_code': 200,
      },
      { 'http.request.method': 'GET', 'http.response.status_code': 404 },
    ]);
  });
});
