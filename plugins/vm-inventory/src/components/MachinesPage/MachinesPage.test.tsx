import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useLocation } from 'react-router-dom';
import {
  VmInventoryApi,
  vmInventoryApiRef,
} from '@backlot/plugin-vm-inventory-react';
import {
  liveSource,
  machine,
  places,
  serveInventory,
} from '../../__testUtils__/inventory';
import { MachinesPage } from './MachinesPage';

const Url = () => <output>{useLocation().search}</output>;

function show(api: Partial<VmInventoryApi>, url: string = '/') {
  return renderInTestApp(
    <TestApiProvider apis={[[vmInventoryApiRef, api as VmInventoryApi]]}>
      <MachinesPage />
      <Url />
    </TestApiProvider>,
    { routeEntries: [url] },
  );
}

const names = () =>
  screen
    .getAllByRole('rowheader')
    .map(header => header.textContent?.replace(/fra \/ .*/, ''));

describe('MachinesPage', () => {
  it('lists machines with the names of where they run', async () => {
    const { api } = serveInventory(() => [
      ...places,
      machine({ name: 'web01' }),
    ]);
    await show(api);

    const row = await screen.findByRole('row', { name: /web01/ });
    expect(within(row).getByText('fra / vm-web01')).toBeInTheDocument();
    expect(within(row).getByText('On')).toBeInTheDocument();
    expect(within(row).getByText('10.20.110.7')).toBeInTheDocument();
    expect(within(row).getByText('6.3 GiB')).toBeInTheDocument();
    expect(await screen.findByText('fra1-prod-01')).toBeInTheDocument();
    expect(screen.getByText('fra1')).toBeInTheDocument();
    expect(screen.getByText('1 machine')).toBeInTheDocument();
  });

  it('keeps machines apart that have the same id in two sources', async () => {
    const { api } = serveInventory(() => [
      machine({ name: 'web01', id: 'vm-1' }),
      machine({ name: 'web02', id: 'vm-1', source: 'ams' }),
    ]);
    await show(api);

    expect(await screen.findByText('ams / vm-1')).toBeInTheDocument();
    expect(screen.getByText('fra / vm-1')).toBeInTheDocument();
  });

  it('shows dashes for what is not known of a machine', async () => {
    const { api } = serveInventory(() => [
      machine({
        name: 'broken',
        cpus: undefined,
        memoryMib: undefined,
        ipAddress: undefined,
        cluster: undefined,
        datacenter: undefined,
      }),
    ]);
    await show(api);

    const row = await screen.findByRole('row', { name: /broken/ });
    expect(within(row).getAllByText('–')).toHaveLength(5);
  });

  it('shows more page by page', async () => {
    const { api, asked } = serveInventory(() =>
      Array.from({ length: 60 }, (_, index) =>
        machine({ name: `web${index}` }),
      ),
    );
    await show(api);
    expect(await screen.findByText('60 machines')).toBeInTheDocument();

    await userEvent.click(
      await screen.findByRole('button', { name: 'Show more (50 of 60)' }),
    );

    await waitFor(() => expect(names()).toHaveLength(60));
    expect(screen.queryByRole('button', { name: /Show more/ })).toBeNull();
    expect(asked).toContainEqual({
      kind: 'machine',
      query: expect.objectContaining({ cursor: '50', limit: 50 }),
    });
  });

  it('searches once one has stopped typing, with the search in the URL', async () => {
    const { api, asked } = serveInventory(() => [
      machine({ name: 'web01' }),
      machine({ name: 'db01' }),
    ]);
    await show(api);
    await screen.findByText('2 machines');

    await userEvent.type(
      screen.getByRole('searchbox', { name: 'Search machines' }),
      'db0',
    );

    expect(await screen.findByText('1 machine')).toBeInTheDocument();
    expect(names()).toEqual(['db01']);
    expect(screen.getByText('?search=db0')).toBeInTheDocument();
    expect(asked[asked.length - 1].query).toMatchObject({ search: 'db0' });
  });

  it('says that nothing matches, or that there is nothing', async () => {
    const { api } = serveInventory(() => []);
    const { unmount } = await show(api, '/?search=nothing');
    expect(
      await screen.findByText('No machine matches these filters.'),
    ).toBeInTheDocument();
    unmount();

    await show(api);
    expect(
      await screen.findByText('The sources have no machines.'),
    ).toBeInTheDocument();
  });

  it('takes filter and order from the URL, and an order that is none for the name', async () => {
    const { api, asked } = serveInventory(() => [
      machine({ name: 'web01', power: 'off' }),
      machine({ name: 'db01' }),
    ]);
    const { unmount } = await show(api, '/?power=off&sort=-memoryMib');
    expect(await screen.findByText('web01')).toBeInTheDocument();
    expect(screen.queryByText('db01')).toBeNull();
    expect(asked.find(({ kind }) => kind === 'machine')?.query).toMatchObject({
      filter: { power: 'off' },
      sort: '-memoryMib',
    });
    unmount();
    asked.length = 0;

    await show(api, '/?sort=-datastores');
    expect(await screen.findByText('db01')).toBeInTheDocument();
    expect(asked.find(({ kind }) => kind === 'machine')?.query.sort).toBe(
      'name',
    );
  });

  it('sorts by a column at the server', async () => {
    const { api, asked } = serveInventory(() => [machine({ name: 'web01' })]);
    await show(api);
    await screen.findByText('web01');

    await userEvent.click(screen.getByRole('columnheader', { name: 'CPUs' }));

    await waitFor(() =>
      expect(asked[asked.length - 1].query).toMatchObject({ sort: 'cpus' }),
    );
    expect(screen.getByRole('columnheader', { name: 'CPUs' })).toHaveAttribute(
      'aria-sort',
      'ascending',
    );
  });

  it('says how old the data of a source is that does not answer', async () => {
    const { api } = serveInventory(
      () => [machine({ name: 'web01' })],
      () => [
        liveSource,
        {
          ...liveSource,
          source: 'ams',
          title: 'Amsterdam',
          state: 'stale',
          asOf: '2020-01-01T00:00:00.000Z',
          lastError: { message: 'Connection refused.', at: '' },
        },
        { ...liveSource, source: 'ber', title: 'Berlin', state: 'loading' },
        {
          ...liveSource,
          source: 'par',
          title: 'Paris',
          state: 'failed',
          asOf: undefined,
        },
      ],
    );
    await show(api);

    expect(
      await screen.findByText(/Amsterdam does not answer; this was known/),
    ).toHaveTextContent(/years ago/);
    expect(screen.getByText('Connection refused.')).toBeInTheDocument();
    expect(screen.getByText('Berlin is being loaded')).toBeInTheDocument();
    expect(screen.getByText('Paris has never answered')).toBeInTheDocument();
    expect(screen.queryByText(/Frankfurt/)).toBeNull();
    expect(screen.getByText('web01')).toBeInTheDocument();
  });

  it('says what went wrong and tries again when asked to', async () => {
    const { api } = serveInventory(() => [machine({ name: 'web01' })]);
    let down = true;
    await show({
      list: async (kind, query) => {
        if (down && kind === 'machine') {
          throw new Error('the network is down');
        }
        return api.list(kind, query);
      },
    });
    expect(await screen.findByText('the network is down')).toBeInTheDocument();
    expect(screen.queryByRole('grid')).toBeNull();

    down = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

    expect(await screen.findByText('web01')).toBeInTheDocument();
    expect(screen.queryByText('the network is down')).toBeNull();
  });

  it('shows ids where names cannot be had, and says so', async () => {
    const { api } = serveInventory(() => [machine({ name: 'web01' })]);
    await show({
      list: async (kind, query) => {
        if (kind === 'cluster') {
          throw new Error('no clusters today');
        }
        return api.list(kind, query);
      },
    });

    expect(await screen.findByText('domain-c1')).toBeInTheDocument();
    expect(screen.getByText('no clusters today')).toBeInTheDocument();
  });
});
