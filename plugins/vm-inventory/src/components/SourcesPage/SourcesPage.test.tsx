import { ReactNode } from 'react';
import { ResponseError } from '@backstage/errors';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import {
  MockPermissionApi,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  SourceStatus,
  vmInventorySourceReadPermission,
} from '@backlot/plugin-vm-inventory-common';
import {
  VmInventoryApi,
  vmInventoryApiRef,
} from '@backlot/plugin-vm-inventory-react';
import { liveSource } from '../../__testUtils__/inventory';
import { rootRouteRef } from '../../routes';
import { SourcesPage } from './SourcesPage';

const inMemory: Partial<VmInventoryApi> = {
  getStore: async () => ({ type: 'memory' }),
  getCatalog: async () => ({}),
};

function show(api: Partial<VmInventoryApi>, connections: ReactNode[] = []) {
  return renderInTestApp(
    <TestApiProvider
      apis={[
        [vmInventoryApiRef, { ...inMemory, ...api } as VmInventoryApi],
        [permissionApiRef, new MockPermissionApi()],
      ]}
    >
      <SourcesPage connections={connections} />
    </TestApiProvider>,
    { mountedRoutes: { '/vm-inventory': rootRouteRef } },
  );
}

const serving = (...items: SourceStatus[]) => ({
  getSources: async () => ({ items }),
});

describe('SourcesPage', () => {
  it('shows how each source is, and what it holds', async () => {
    await show(
      serving(
        { ...liveSource, objects: { machine: 300 }, roundTripMs: 12.4 },
        {
          ...liveSource,
          source: 'ams',
          title: 'Amsterdam',
          state: 'loading',
          asOf: undefined,
          progress: { objects: 2_500, expected: 10_000 },
        },
      ),
    );

    const fra = await screen.findByRole('region', { name: 'Frankfurt' });
    expect(within(fra).getByText('Live')).toBeInTheDocument();
    expect(within(fra).getByText('300 machines')).toBeInTheDocument();
    expect(within(fra).getByText('12 ms')).toBeInTheDocument();
    const ams = screen.getByRole('region', { name: 'Amsterdam' });
    expect(within(ams).getByText('Loading')).toBeInTheDocument();
    expect(
      within(ams).getByRole('progressbar', {
        name: '2,500 objects loaded of about 10,000',
      }),
    ).toHaveAttribute('value', '2500');
  });

  it('says what went wrong with a source that is stale', async () => {
    await show(
      serving({
        ...liveSource,
        state: 'stale',
        lastError: { message: 'The password expired.', at: liveSource.asOf! },
      }),
    );

    expect(await screen.findByText('Stale')).toBeInTheDocument();
    expect(screen.getByText('The password expired.')).toBeInTheDocument();
  });

  it('refreshes a source, and says when it could not', async () => {
    const refreshSource = jest
      .fn<Promise<void>, [string]>()
      .mockResolvedValueOnce()
      .mockRejectedValueOnce(new Error('Another load is under way.'));
    const getSources = jest.fn(async () => ({ items: [liveSource] }));
    await show({ getSources, refreshSource });

    const button = await screen.findByRole('button', { name: 'Refresh now' });
    await userEvent.click(button);
    await waitFor(() => expect(getSources).toHaveBeenCalledTimes(2));
    expect(refreshSource).toHaveBeenCalledWith('fra');

    await userEvent.click(screen.getByRole('button', { name: 'Refresh now' }));
    expect(
      await screen.findByText('Another load is under way.'),
    ).toBeInTheDocument();
  });

  it('tests a connection step by step', async () => {
    const testSource = async (source: string) => ({
      source,
      ok: false,
      steps: [
        { name: 'TCP', ok: true, detail: '10.0.0.1:443 answers' },
        { name: 'Login', ok: false, detail: 'The password is wrong.' },
      ],
    });
    await show({ ...serving(liveSource), testSource });

    await userEvent.click(
      await screen.findByRole('button', { name: 'Test connection' }),
    );

    expect(
      await screen.findByText('The connection does not work'),
    ).toBeInTheDocument();
    expect(
      within(screen.getByRole('list', { name: 'Steps of the test' }))
        .getAllByRole('listitem')
        .map(step => step.textContent),
    ).toEqual([
      '✓Passed: TCP 10.0.0.1:443 answers',
      '✕Failed: Login The password is wrong.',
    ]);
  });

  it('says what is left out of a source, and why', async () => {
    await show(
      serving({
        ...liveSource,
        leftOut: [
          { reason: 'excluded by the folder backup/*', objects: 1_200 },
          { reason: 'no permission to read it', objects: 1 },
        ],
      }),
    );

    expect(
      within(await screen.findByRole('list', { name: 'Left out' }))
        .getAllByRole('listitem')
        .map(item => item.textContent),
    ).toEqual([
      '1,200 objects: excluded by the folder backup/*',
      '1 object: no permission to read it',
    ]);
  });

  it('says which machines are not in the catalog, and why', async () => {
    const items = [
      { source: 'fra', id: 'vm-7', name: 'web 7', reason: 'Its link is wrong' },
      { source: 'fra', id: 'vm-8', name: ' ', reason: 'It has no UUID' },
    ];
    await show({
      ...serving(liveSource),
      getCatalog: async () => ({
        report: {
          machines: 298,
          leftOut: 1_002,
          items,
          at: new Date().toISOString(),
        },
      }),
    });

    const catalog = await screen.findByRole('region', { name: 'Catalog' });
    expect(within(catalog).getByText('298')).toBeInTheDocument();
    expect(
      within(catalog).getByText('1,002 machines are not in the catalog'),
    ).toBeInTheDocument();
    expect(
      within(within(catalog).getByRole('list'))
        .getAllByRole('listitem')
        .map(item => item.textContent),
    ).toEqual(['web 7 (fra): Its link is wrong', 'vm-8 (fra): It has no UUID']);
    expect(
      within(catalog).getByRole('link', { name: 'web 7' }),
    ).toHaveAttribute('href', '/vm-inventory/machines/fra/vm-7');
    expect(within(catalog).getByText('And 1,000 more.')).toBeInTheDocument();
    expect(within(catalog).queryByText(/last reported/)).toBeNull();
  });

  it('says how many are not, where one may not see which', async () => {
    await show({
      ...serving(liveSource),
      getCatalog: async () => ({
        report: {
          machines: 299,
          leftOut: 1,
          items: [],
          at: '2020-01-01T00:00:00.000Z',
        },
      }),
    });

    expect(
      await screen.findByText('1 machine is not in the catalog'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Your platform team can see which, and why.'),
    ).toBeInTheDocument();
    expect(screen.getByText(/^The catalog last reported/)).toHaveTextContent(
      /years ago/,
    );
  });

  it('shows no catalog where none reports', async () => {
    await show(serving(liveSource));

    await screen.findByRole('region', { name: 'Frankfurt' });
    expect(screen.queryByRole('region', { name: 'Catalog' })).toBeNull();
    expect(document.title).toMatch(/^VM sources \| /);
  });

  it('shows Redis where the replicas share one, and tests it', async () => {
    await show({
      ...serving(liveSource),
      getStore: async () => ({ type: 'redis', problem: 'ECONNREFUSED' }),
      testStore: async () => ({ source: 'redis', ok: false, steps: [] }),
    });

    const redis = await screen.findByRole('region', { name: 'Redis' });
    expect(within(redis).getByText('Unreachable')).toBeInTheDocument();
    expect(within(redis).getByText('ECONNREFUSED')).toBeInTheDocument();
    await userEvent.click(
      within(redis).getByRole('button', { name: 'Test connection' }),
    );
    expect(
      await within(redis).findByText('The connection does not work'),
    ).toBeInTheDocument();
  });

  it('shows no Redis where there is none, and what others connect to', async () => {
    await show(serving(liveSource), [<p key="netbox">NetBox</p>]);

    expect(await screen.findByText('NetBox')).toBeInTheDocument();
    await screen.findByRole('region', { name: 'Frankfurt' });
    expect(screen.queryByRole('region', { name: 'Redis' })).toBeNull();
  });

  it('says that one may not see the sources', async () => {
    const error = await ResponseError.fromResponse(
      new Response(
        JSON.stringify({
          error: {
            name: 'NotAllowedError',
            message: `permission '${vmInventorySourceReadPermission.name}' is denied`,
          },
          response: { statusCode: 403 },
        }),
        { status: 403, headers: { 'content-type': 'application/json' } },
      ),
    );
    await show({
      getSources: async () => {
        throw error;
      },
    });

    expect(
      await screen.findByText('You have no permission to see the sources'),
    ).toBeInTheDocument();
  });

  it('says that there are none', async () => {
    await show(serving());

    expect(
      await screen.findByText(/No source is configured/),
    ).toBeInTheDocument();
  });
});
