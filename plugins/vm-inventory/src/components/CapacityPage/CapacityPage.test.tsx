import { ResponseError } from '@backstage/errors';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  addDays,
  CapacityForecast,
  CapacityHistory,
  CapacityHistoryQuery,
  capacityTotals,
  CapacityTrend,
  ClusterCapacity,
  DatastoreCapacity,
  dayOf,
  Room,
} from '@backlot/plugin-vm-inventory-common';
import {
  VmInventoryApi,
  vmInventoryApiRef,
} from '@backlot/plugin-vm-inventory-react';
import {
  liveSource,
  places,
  serveInventory,
} from '../../__testUtils__/inventory';
import { capacityRouteRef } from '../../routes';
import { CapacityPage } from './CapacityPage';

const GIB = 1024 ** 3;

function room(allowed: number, used: number, reserved = 0): Room {
  const free = Math.max(0, allowed - used - reserved);
  return { total: allowed, allowed, used, reserved, free };
}

const roomy: ClusterCapacity = {
  source: 'fra',
  id: 'domain-c1',
  name: 'fra1-prod-01',
  datacenter: 'datacenter-1',
  cpu: room(1000, 100, 4),
  memory: room(102_400, 10_240, 4096),
};
const full: ClusterCapacity = {
  ...roomy,
  id: 'domain-c2',
  name: 'fra1-prod-02',
  memory: room(102_400, 102_400),
};
const datastore: DatastoreCapacity = {
  source: 'fra',
  id: 'datastore-1',
  name: 'fra1-ds-1',
  datacenter: 'datacenter-1',
  storage: room(20_480 * GIB, 5_120 * GIB),
};

const trend: CapacityTrend = {
  from: '2026-11-21',
  level: 20_480,
  perDay: 1024,
  perDayLow: 1000,
  perDayHigh: 1050,
  spread: 100,
};
const fills = (day: string): CapacityForecast => ({
  state: 'fills',
  day,
  earliest: day,
  latest: day,
  trend,
});
const calm: CapacityForecast = { state: 'shrinking', trend };

const today = dayOf(Date.now());

/** The history of the cluster until today. */
function historyOf(days: Room[], origin?: string): CapacityHistory {
  return {
    source: 'fra',
    kind: 'cluster',
    id: 'domain-c1',
    name: 'fra1-prod-01',
    from: addDays(today, 1 - days.length),
    to: today,
    series: [
      {
        resource: 'memory',
        days: days.map((each, index) => ({
          day: addDays(today, index + 1 - days.length),
          ...each,
          ...(origin && { origin }),
        })),
        forecast: fills('2027-03-14'),
      },
    ],
    freshness: { version: 1, sources: [liveSource] },
  };
}

function show(
  getCapacity: VmInventoryApi['getCapacity'],
  url: string = '/',
  getCapacityHistory: VmInventoryApi['getCapacityHistory'] = async () =>
    historyOf([]),
) {
  const { api } = serveInventory(() => places);
  return renderInTestApp(
    <TestApiProvider
      apis={[[vmInventoryApiRef, { ...api, getCapacity, getCapacityHistory }]]}
    >
      <CapacityPage />
    </TestApiProvider>,
    { routeEntries: [url], mountedRoutes: { '/': capacityRouteRef } },
  );
}

const serving =
  (clusters: ClusterCapacity[], datastores: DatastoreCapacity[]) =>
  async () => ({
    clusters,
    datastores,
    datacenters: [
      {
        source: 'fra',
        id: 'datacenter-1',
        name: 'fra1',
        ...capacityTotals({ clusters, datastores }),
      },
    ],
    sources: [{ source: 'fra', ...capacityTotals({ clusters, datastores }) }],
    freshness: { version: 1, sources: [liveSource] },
  });

const namesOf = (table: string) =>
  within(screen.getByRole('region', { name: table }))
    .getAllByRole('rowheader')
    .map(header => header.textContent);

describe('CapacityPage', () => {
  it('shows what is used, reserved and free, the fullest first', async () => {
    await show(serving([roomy, full], [datastore]));

    await waitFor(() =>
      expect(namesOf('Clusters')).toEqual([
        'fra1-prod-02fra / fra1',
        'fra1-prod-01fra / fra1',
      ]),
    );
    const row = screen.getByRole('row', { name: /fra1-prod-01/ });
    expect(
      within(row).getByRole('img', {
        name: 'Memory: 10 GiB used, 4 GiB reserved, 86 GiB free of 100 GiB',
      }),
    ).toBeInTheDocument();
    expect(
      within(screen.getByRole('region', { name: 'Datastores' })).getByRole(
        'img',
        { name: 'Storage: 5 TiB used, 15 TiB free of 20 TiB' },
      ),
    ).toBeInTheDocument();
    expect(namesOf('Datacenters')).toEqual(['fra1fra']);
  });

  it('adds all of it up', async () => {
    await show(serving([roomy, full], [datastore]));

    expect(await screen.findByText('1,792 vCPU free')).toBeInTheDocument();
    expect(screen.getByText('86 GiB free')).toBeInTheDocument();
    expect(screen.getByText('15 TiB free')).toBeInTheDocument();
  });

  it('shows and adds up what the search in the URL finds', async () => {
    await show(serving([roomy, full], [datastore]), '/?search=PROD-02');

    await waitFor(() => expect(namesOf('Clusters')).toHaveLength(1));
    expect(
      screen.getByRole('img', {
        name: 'Memory, total: 100 GiB used, 0 GiB free of 100 GiB',
      }),
    ).toBeInTheDocument();
    expect(
      screen.getByText('No datastores match the search.'),
    ).toBeInTheDocument();

    await userEvent.clear(
      screen.getByRole('searchbox', { name: 'Search clusters and datastores' }),
    );
    await waitFor(() => expect(namesOf('Clusters')).toHaveLength(2));
  });

  it('says what runs out first, and links to its history', async () => {
    await show(
      serving(
        [
          { ...roomy, forecast: { cpu: calm, memory: fills('2027-06-01') } },
          { ...full, forecast: { cpu: calm, memory: { state: 'full' } } },
        ],
        [{ ...datastore, forecast: { storage: fills('2027-03-14') } }],
      ),
      '/?range=30',
    );

    await waitFor(() =>
      expect(
        screen.getAllByRole('listitem').map(item => item.textContent),
      ).toEqual([
        'fra1-prod-02: MemoryFull now',
        'fra1-ds-1: StorageFull around 14 March 2027Between 14 March 2027 and 14 March 2027',
        'fra1-prod-01: MemoryFull around 1 June 2027Between 1 June 2027 and 1 June 2027',
      ]),
    );
    for (const link of screen.getAllByRole('link', { name: 'fra1-ds-1' })) {
      expect(link).toHaveAttribute(
        'href',
        '/?place=datastore%3Afra%2Fdatastore-1&range=30',
      );
    }
    expect(
      within(screen.getByRole('region', { name: 'Clusters' })).getByText(
        'Memory: Full around 1 June 2027',
      ),
    ).toBeInTheDocument();
  });

  it('says that forecasts stand on days that were not measured', async () => {
    const getCapacityHistory = jest
      .fn()
      .mockRejectedValueOnce(new Error('the database is down'))
      .mockResolvedValue(historyOf([roomy.memory], 'made up'));
    const foreseen = { ...roomy, forecast: { cpu: calm, memory: calm } };
    await show(serving([foreseen], []), '/', getCapacityHistory);

    expect(await screen.findByText('the database is down')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

    expect(
      await screen.findByText(
        /^The forecasts are also based on imported history\. Until .* not measured by Backlot: made up\.$/,
      ),
    ).toBeInTheDocument();
    expect(getCapacityHistory.mock.calls.map(([query]) => query)).toEqual([
      { source: 'fra', kind: 'source' },
      { source: 'fra', kind: 'source' },
    ]);
  });

  it('says sizes of a column in one unit', async () => {
    const small = { ...datastore, id: 'datastore-2', name: 'small' };
    await show(
      serving([], [datastore, { ...small, storage: room(300 * GIB, 0) }]),
    );

    const row = await screen.findByRole('row', { name: /small/ });
    expect(
      within(row).getByText('0 TiB used, 0.29 TiB free'),
    ).toBeInTheDocument();
  });

  it('says that nothing runs out, or that nobody can know yet', async () => {
    const { unmount } = await show(
      serving([{ ...roomy, forecast: { cpu: calm, memory: calm } }], []),
    );
    expect(
      await screen.findByText(/Nothing runs out within two years/),
    ).toBeInTheDocument();
    unmount();

    const unknown: CapacityForecast = {
      state: 'too-little-history',
      days: 1,
      daysNeeded: 14,
    };
    await show(
      serving([{ ...roomy, forecast: { cpu: unknown, memory: unknown } }], []),
    );
    expect(
      await screen.findByText(
        'History begins today. A forecast needs 14 days of history.',
      ),
    ).toBeInTheDocument();
  });

  it('says that there is nothing', async () => {
    await show(serving([], []));

    expect(
      await screen.findByText('The sources have no clusters.'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('The sources have no datastores.'),
    ).toBeInTheDocument();
  });

  it('says that one may not see it', async () => {
    const error = await ResponseError.fromResponse(
      new Response(
        JSON.stringify({
          error: { name: 'NotAllowedError', message: 'no' },
          response: { statusCode: 403 },
        }),
        { status: 403, headers: { 'content-type': 'application/json' } },
      ),
    );
    await show(async () => {
      throw error;
    });

    expect(
      await screen.findByText('You have no permission to see the capacity'),
    ).toBeInTheDocument();
  });

  it('loads anew when it could not be loaded', async () => {
    const getCapacity = jest
      .fn(serving([roomy], []))
      .mockRejectedValueOnce(new Error('the network is down'));
    await show(getCapacity);
    expect(await screen.findByText('the network is down')).toBeInTheDocument();

    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

    await waitFor(() => expect(namesOf('Clusters')).toHaveLength(1));
  });

  describe('of one place', () => {
    const url = '/?place=cluster:fra/domain-c1';
    function history(days: number, origin?: string) {
      const asked: CapacityHistoryQuery[] = [];
      const getCapacityHistory: VmInventoryApi['getCapacityHistory'] =
        async query => {
          asked.push(query);
          const rooms = Array.from({ length: days }, (_, index) =>
            room(102_400, 1024 * (index + 1)),
          );
          return { ...historyOf(rooms, origin), from: query.from! };
        };
      return { asked, getCapacityHistory };
    }

    it('shows history and forecast, in words and as a table as well', async () => {
      const { getCapacityHistory } = history(20);
      await show(serving([roomy], []), url, getCapacityHistory);

      const memory = await screen.findByRole('region', { name: 'Memory' });
      expect(
        within(memory).getByText('Full around 14 March 2027'),
      ).toBeInTheDocument();
      expect(
        within(memory).getByRole('img', {
          name: /^Memory: from 1 GiB used or reserved on .* to 20 GiB on .*, of 100 GiB$/,
        }),
      ).toBeInTheDocument();
      expect(
        within(memory).getByRole('img', {
          name: 'Memory now: 10 GiB used, 4 GiB reserved, 86 GiB free of 100 GiB',
        }),
      ).toBeInTheDocument();

      await userEvent.click(
        screen.getByRole('button', { name: 'Show as table' }),
      );
      const table = screen.getByRole('table', { name: 'Memory by day' });
      expect(within(table).getAllByRole('row')).toHaveLength(21);
      expect(within(table).getAllByRole('row')[1].textContent).toMatch(
        /20 GiB0 GiB80 GiB100 GiB$/,
      );
    });

    it('keeps the range in the URL', async () => {
      const { asked, getCapacityHistory } = history(20);
      await show(serving([roomy], []), `${url}&range=365`, getCapacityHistory);

      await waitFor(() =>
        expect(asked[0]).toEqual({
          source: 'fra',
          kind: 'cluster',
          id: 'domain-c1',
          from: addDays(today, -364),
        }),
      );
      await userEvent.click(
        await screen.findByRole('radio', { name: '30 days' }),
      );
      await waitFor(() =>
        expect(asked[asked.length - 1].from).toBe(addDays(today, -29)),
      );
    });

    it('leads to what it is part of, and back', async () => {
      const { getCapacityHistory } = history(20);
      await show(serving([roomy], [datastore]), url, getCapacityHistory);

      const where = await screen.findByRole('navigation', {
        name: 'Breadcrumb',
      });
      expect(
        within(where)
          .getAllByRole('link')
          .map(link => [link.textContent, link.getAttribute('href')]),
      ).toEqual([
        ['All capacity', '/'],
        ['Frankfurt', '/?place=source%3Afra%2Ffra'],
        ['fra1', '/?place=datacenter%3Afra%2Fdatacenter-1'],
      ]);
    });

    it('says that history begins today', async () => {
      const { getCapacityHistory } = history(0);
      await show(serving([roomy], []), url, getCapacityHistory);

      expect(
        await screen.findByText(/^History begins today/),
      ).toBeInTheDocument();
    });

    it('says which days were not measured', async () => {
      const { getCapacityHistory } = history(20, 'old monitoring');
      await show(serving([roomy], []), url, getCapacityHistory);

      expect(
        await screen.findByText(/not measured by Backlot: old monitoring\.$/),
      ).toBeInTheDocument();
    });

    it('says that it is gone', async () => {
      const { getCapacityHistory } = history(20);
      await show(serving([full], []), url, getCapacityHistory);

      expect(
        await screen.findByText('No longer in the inventory'),
      ).toBeInTheDocument();
      expect(
        screen.getByRole('heading', { name: 'fra1-prod-01' }),
      ).toBeInTheDocument();
    });

    it('loads anew when it could not be loaded', async () => {
      const { getCapacityHistory } = history(20);
      const failing = jest
        .fn(getCapacityHistory)
        .mockRejectedValueOnce(new Error('the database is down'));
      await show(serving([roomy], []), url, failing);
      expect(
        await screen.findByText('the database is down'),
      ).toBeInTheDocument();

      await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

      expect(
        await screen.findByRole('region', { name: 'Memory' }),
      ).toBeInTheDocument();
    });
  });
});
