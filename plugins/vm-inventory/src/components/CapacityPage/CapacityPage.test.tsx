import { ResponseError } from '@backstage/errors';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  ClusterCapacity,
  DatastoreCapacity,
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

function show(getCapacity: VmInventoryApi['getCapacity'], url: string = '/') {
  const { api } = serveInventory(() => places);
  return renderInTestApp(
    <TestApiProvider apis={[[vmInventoryApiRef, { ...api, getCapacity }]]}>
      <CapacityPage />
    </TestApiProvider>,
    { routeEntries: [url] },
  );
}

const serving =
  (clusters: ClusterCapacity[], datastores: DatastoreCapacity[]) =>
  async () => ({
    clusters,
    datastores,
    datacenters: [],
    sources: [],
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
      screen.getByRole('img', {
        name: 'Storage: 5,120 GiB used, 15 TiB free of 20 TiB',
      }),
    ).toBeInTheDocument();
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
        name: 'Memory in all: 100 GiB used, 0 MiB free of 100 GiB',
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
});
