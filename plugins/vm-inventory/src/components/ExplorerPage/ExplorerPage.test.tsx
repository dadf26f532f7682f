import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  Link,
  Route,
  Routes,
  useLocation,
  useNavigate,
} from 'react-router-dom';
import { Template } from '@backlot/plugin-vm-inventory-common';
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
import { rootRouteRef } from '../../routes';
import { VmInventoryRouter } from '../VmInventoryRouter';

const template: Template = {
  kind: 'template',
  source: 'fra',
  id: 'vm-template',
  name: 'rhel9',
  uuid: 'uuid-template',
  guestId: 'rhel9_64Guest',
  guestName: 'Red Hat 9',
  cpus: 2,
  memoryMib: 4096,
  disks: [],
  datastores: [],
  networks: [],
};

const Url = () => <output>{useLocation().search}</output>;

const Browser = () => {
  const navigate = useNavigate();
  return (
    <>
      <button type="button" onClick={() => navigate(-1)}>
        Back
      </button>
      <Link to="/vm-inventory">Machines in the sidebar</Link>
    </>
  );
};

function show(api: Partial<VmInventoryApi>, url: string = '') {
  return renderInTestApp(
    <TestApiProvider
      apis={[
        [vmInventoryApiRef, api as VmInventoryApi],
        [catalogApiRef, catalogApiMock()],
      ]}
    >
      <Routes>
        <Route path="/vm-inventory/*" element={<VmInventoryRouter />} />
      </Routes>
      <Url />
      <Browser />
    </TestApiProvider>,
    {
      routeEntries: [`/vm-inventory${url}`],
      mountedRoutes: { '/vm-inventory': rootRouteRef },
    },
  );
}

const emptyLevel: VmInventoryApi['getTreeLevel'] = async () => ({
  items: [],
  freshness: { version: 1, sources: [] },
});

/** Machines web0, web1, …, the last fifth of them off; and no tree. */
function serveMany(count: number) {
  const machines = Array.from({ length: count }, (_, index) =>
    machine({ name: `web${index}`, power: index < count * 0.8 ? 'on' : 'off' }),
  );
  const { api, asked } = serveInventory(() => machines);
  return { api: { ...api, getTreeLevel: emptyLevel }, asked };
}

const names = () =>
  screen
    .getAllByRole('rowheader')
    .map(header => header.textContent?.replace(/fra \/ .*/, ''));

describe('ExplorerPage', () => {
  beforeEach(() => window.sessionStorage.clear());

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
    expect(await within(row).findByText('fra1-prod-01')).toBeInTheDocument();
    expect(within(row).getByText('fra1')).toBeInTheDocument();
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

  it('says how a machine is reached that its source does not reach, and filters by it', async () => {
    const { api, asked } = serveInventory(() => [
      machine({ name: 'lost', power: 'on', connection: 'inaccessible' }),
    ]);
    await show(api, '?connection=inaccessible');

    const row = await screen.findByRole('row', { name: /lost/ });
    expect(within(row).getByText('Inaccessible')).toBeInTheDocument();
    expect(within(row).getByText('last known: on')).toBeInTheDocument();
    expect(asked.find(({ kind }) => kind === 'machine')?.query).toMatchObject({
      filter: { connection: 'inaccessible' },
    });
  });

  it('has only what is looked at of a hundred thousand', async () => {
    const { api, asked } = serveMany(100_000);
    await show(api);
    expect(await screen.findByText('100,000 machines')).toBeInTheDocument();
    const table = screen.getByRole('table', { name: 'Machines' });
    expect(table).toHaveAttribute('aria-rowcount', '100001');
    expect(within(table).getAllByRole('row').length).toBeLessThan(50);

    const scrolled = table.parentElement!;
    scrolled.scrollTop = 100_000 * 52;
    fireEvent.scroll(scrolled);

    const last = await screen.findByText('web99999');
    expect(last.closest('[role=row]')).toHaveAttribute(
      'aria-rowindex',
      '100001',
    );
    expect(screen.queryByText('web0')).toBeNull();
    expect(within(table).getAllByRole('row').length).toBeLessThan(50);
    const offsets = asked
      .filter(({ kind }) => kind === 'machine')
      .map(({ query }) => query.offset);
    expect(offsets).toEqual([0, 99_900]);
  });

  describe('left for a machine', () => {
    /** Scrolls to the machine number 2,150, and opens the one after it. */
    async function leave() {
      const scrolled = screen.getByRole('table', {
        name: 'Machines',
      }).parentElement!;
      scrolled.scrollTop = 2150.5 * 52;
      fireEvent.scroll(scrolled);
      await userEvent.click(await screen.findByText('web2151'));
      await screen.findByText('← All machines');
    }

    it.each(['Back', '← All machines'])('is as it was by %s', async way => {
      const { api, asked } = serveMany(5_000);
      await show(api, '?power=on');
      await screen.findByText('4,000 machines');
      await leave();
      asked.length = 0;

      await userEvent.click(screen.getByText(way));

      expect(await screen.findByText('web2151')).toBeInTheDocument();
      expect(screen.queryByText('web0')).toBeNull();
      expect(screen.getByText('?power=on')).toBeInTheDocument();
      expect(
        asked
          .filter(
            ({ kind, query }) => kind === 'machine' && query.limit === 100,
          )
          .map(({ query }) => query.offset),
      ).toEqual([2100]);

      // Another list begins at its first row.
      await userEvent.click(screen.getByText('CPUs'));
      await waitFor(() => expect(asked.at(-1)?.query.sort).toBe('cpus'));
      expect(asked.at(-1)?.query.offset).toBe(0);
    });

    it('begins anew for whoever comes another way', async () => {
      const { api } = serveMany(5_000);
      await show(api, '?power=on');
      await screen.findByText('4,000 machines');
      await leave();
      await userEvent.click(screen.getByText('Back'));
      await screen.findByText('web2151');

      await userEvent.click(screen.getByText('Machines in the sidebar'));

      expect(await screen.findByText('5,000 machines')).toBeInTheDocument();
      expect(screen.queryByText('?power=on')).toBeNull();
    });

    it('has the tree as it was', async () => {
      const { api } = serveInventory(() => [
        ...places,
        machine({ name: 'web01' }),
      ]);
      await show(api, '?in=host%3Afra%2Fhost-1');
      await userEvent.click(
        await screen.findByRole('treeitem', { name: /^esx-01/ }),
      );
      await userEvent.keyboard('{ArrowRight}');
      await userEvent.click(
        await screen.findByRole('treeitem', { name: 'web01' }),
      );
      await screen.findByRole('heading', { name: 'web01' });

      await userEvent.click(screen.getByRole('button', { name: 'Back' }));

      const line = await screen.findByRole('treeitem', { name: 'web01' });
      expect(line).toHaveAttribute('data-active', 'true');
      expect(screen.getByRole('tree')).toHaveAttribute(
        'aria-activedescendant',
        line.id,
      );
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
    const { unmount } = await show(api, '?search=nothing');
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
    const { unmount } = await show(api, '?power=off&sort=-memoryMib');
    expect(await screen.findByText('web01')).toBeInTheDocument();
    expect(screen.queryByText('db01')).toBeNull();
    expect(asked.find(({ kind }) => kind === 'machine')?.query).toMatchObject({
      filter: { power: 'off' },
      sort: '-memoryMib',
    });
    unmount();
    asked.length = 0;

    await show(api, '?sort=-datastores');
    expect(await screen.findByText('db01')).toBeInTheDocument();
    expect(asked.find(({ kind }) => kind === 'machine')?.query.sort).toBe(
      'name',
    );
  });

  it('sorts by a column at the server', async () => {
    const { api, asked } = serveInventory(() => [machine({ name: 'web01' })]);
    await show(api);
    await screen.findByText('web01');

    await userEvent.click(screen.getByRole('button', { name: 'CPUs' }));

    await waitFor(() =>
      expect(asked[asked.length - 1].query).toMatchObject({ sort: 'cpus' }),
    );
    expect(screen.getByRole('columnheader', { name: 'CPUs' })).toHaveAttribute(
      'aria-sort',
      'ascending',
    );

    await userEvent.click(screen.getByRole('button', { name: 'CPUs' }));
    await waitFor(() =>
      expect(asked[asked.length - 1].query).toMatchObject({ sort: '-cpus' }),
    );
    expect(screen.getByText('?sort=-cpus')).toBeInTheDocument();
  });

  it('filters by datacenter and cluster, each of its own source', async () => {
    const { api, asked } = serveInventory(() => [
      ...places,
      machine({ name: 'web01' }),
    ]);
    await show(api);
    await screen.findByText('web01');

    await userEvent.click(screen.getByRole('button', { name: /Any cluster/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: 'fra1-prod-01' }),
    );

    expect(
      await screen.findByText('?cluster=fra%2Fdomain-c1'),
    ).toBeInTheDocument();
    await waitFor(() =>
      expect(asked[asked.length - 1].query.filter).toEqual({
        source: 'fra',
        cluster: 'domain-c1',
      }),
    );
  });

  it('finds one of very many clusters by a part of its name', async () => {
    const [datacenter, cluster] = places;
    const { api, asked } = serveInventory(() => [
      datacenter,
      ...Array.from({ length: 1500 }, (_, index) => ({
        ...cluster,
        id: `domain-c${index}`,
        name: `prod-${index}`,
      })),
      machine({ name: 'web01', cluster: 'domain-c1499' }),
    ]);
    await show({ ...api, getTreeLevel: emptyLevel });
    expect(await screen.findByText('prod-1499')).toBeInTheDocument();

    await userEvent.click(screen.getByRole('button', { name: /Any cluster/ }));
    expect(
      await screen.findByRole('option', {
        name: '1,400 more: type to find them',
      }),
    ).toHaveAttribute('aria-disabled', 'true');
    await userEvent.type(
      screen.getByRole('searchbox', { name: 'Type a part of the name' }),
      '1499',
    );
    await userEvent.click(
      await screen.findByRole('option', { name: 'prod-1499' }),
    );

    expect(
      await screen.findByText('?cluster=fra%2Fdomain-c1499'),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('button', { name: /prod-1499/ }),
    ).toBeInTheDocument();
    await waitFor(() =>
      expect(asked[asked.length - 1].query.filter).toEqual({
        source: 'fra',
        cluster: 'domain-c1499',
      }),
    );
  });

  it('lists templates, too', async () => {
    const { api } = serveInventory(() => [
      machine({ name: 'web01' }),
      template,
    ]);
    await show(api, '?kind=template&power=on');

    const row = await screen.findByRole('row', { name: /rhel9/ });
    expect(within(row).getByText('Red Hat 9')).toBeInTheDocument();
    expect(screen.getByText('1 template')).toBeInTheDocument();
    expect(screen.queryByText('web01')).toBeNull();
    expect(screen.queryByRole('columnheader', { name: 'Power' })).toBeNull();
  });

  it('narrows the table to a place of the tree, and leads to a machine', async () => {
    const { api, asked } = serveInventory(() => [
      ...places,
      machine({ name: 'web01' }),
    ]);
    await show(api);
    const item = (name: string | RegExp) =>
      screen.findByRole('treeitem', { name });

    await userEvent.click(await item(/^fra1, /));
    expect(
      await within(
        await screen.findByRole('navigation', { name: 'Place' }),
      ).findByRole('button', { name: 'fra1' }),
    ).toHaveAttribute('aria-current', 'location');
    expect(asked[asked.length - 1].query.below).toBe(
      'datacenter:fra/datacenter-1',
    );
    expect(await item(/^fra1, /)).toHaveAttribute('aria-selected', 'true');

    await userEvent.keyboard('{ArrowRight}');
    await item(/^fra1-prod-01/);
    await userEvent.keyboard('{ArrowDown}{ArrowRight}');
    await item(/^esx-01/);
    await userEvent.keyboard('{ArrowDown}{ArrowRight}');
    await item('web01');
    await userEvent.keyboard('{ArrowDown}{Enter}');

    expect(
      await screen.findByRole('heading', { name: 'web01' }),
    ).toBeInTheDocument();
  });

  it('opens the tree on the way to the place of the URL', async () => {
    const { api } = serveInventory(() => [
      ...places,
      machine({ name: 'web01' }),
    ]);
    await show(api, '?in=host%3Afra%2Fhost-1');

    const host = await screen.findByRole('treeitem', { name: /^esx-01/ });
    expect(host).toHaveAttribute('aria-selected', 'true');
    expect(host).toHaveAttribute('aria-level', '4');
    await userEvent.click(
      screen.getByRole('button', { name: 'Show all places' }),
    );
    expect(
      screen.queryByRole('navigation', { name: 'Place' }),
    ).not.toBeInTheDocument();
  });

  it('exports exactly what is filtered', async () => {
    const { api } = serveInventory(() => [machine({ name: 'web01' })]);
    const exportObjects = jest
      .fn<Promise<Blob>, unknown[]>()
      .mockRejectedValueOnce(new Error('the network is down'))
      .mockResolvedValue(new Blob(['id']));
    const saved: string[] = [];
    jest
      .spyOn(HTMLAnchorElement.prototype, 'click')
      .mockImplementation(function save(this: HTMLAnchorElement) {
        saved.push(this.download);
      });
    URL.createObjectURL = () => 'blob:x';
    URL.revokeObjectURL = () => {};
    await show(
      { ...api, exportObjects },
      '?search=web&power=on&sort=-cpus&in=source%3Afra',
    );
    await screen.findByText('web01');

    await userEvent.click(screen.getByRole('button', { name: 'Export CSV' }));
    expect(await screen.findByText('the network is down')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Export JSON' }));

    await waitFor(() =>
      expect(saved).toEqual([
        expect.stringMatching(/^machines-\d{4}-\d\d-\d\d\.json$/),
      ]),
    );
    expect(screen.queryByText('the network is down')).toBeNull();
    expect(exportObjects.mock.calls[0]).toEqual([
      'machine',
      {
        filter: { power: 'on' },
        search: 'web',
        sort: '-cpus',
        below: 'source:fra',
        format: 'csv',
      },
    ]);
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
      await screen.findByText(
        /Amsterdam does not answer\. You see its state from/,
      ),
    ).toHaveTextContent(/years ago/);
    expect(
      screen.getByText(
        'It may have changed since then, and updates when the source answers. Connection refused.',
      ),
    ).toBeInTheDocument();
    expect(screen.getByText('Berlin is loading')).toBeInTheDocument();
    expect(screen.getByText('Paris has never answered')).toBeInTheDocument();
    expect(screen.queryByText(/Frankfurt (does|is|has)/)).toBeNull();
    expect(screen.getByText('web01')).toBeInTheDocument();
  });

  it('says what went wrong and tries again when asked to', async () => {
    const { api } = serveInventory(() => [machine({ name: 'web01' })]);
    let down = true;
    await show({
      ...api,
      list: async (kind, query) => {
        if (down && kind === 'machine') {
          throw new Error('the network is down');
        }
        return api.list(kind, query);
      },
    });
    expect(await screen.findByText('the network is down')).toBeInTheDocument();
    expect(screen.queryByRole('table')).toBeNull();

    down = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

    expect(await screen.findByText('web01')).toBeInTheDocument();
    expect(screen.queryByText('the network is down')).toBeNull();
  });

  it('shows ids where names cannot be had, and says so', async () => {
    const { api } = serveInventory(() => [machine({ name: 'web01' })]);
    await show({
      ...api,
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
