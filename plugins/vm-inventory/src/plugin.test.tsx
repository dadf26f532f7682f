import {
  createExtensionTester,
  renderTestApp,
} from '@backstage/frontend-test-utils';
import {
  coreExtensionData,
  createExtension,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import {
  catalogApiMock,
  createTestEntityPage,
} from '@backstage/plugin-catalog-react/testUtils';
import { screen, waitFor, within } from '@testing-library/react';
import { InventoryQuery } from '@backlot/plugin-vm-inventory-common';
import { useMachine } from '@backlot/plugin-vm-inventory-react';
import {
  liveSource,
  machine,
  places,
  serveInventory,
} from './__testUtils__/inventory';
import vmInventoryPlugin from './index';

const { api } = serveInventory(() => [...places, machine({ name: 'web01' })]);

/** Answers what the client asks of the backend, so that the client is in play, too. */
const fetchApi = {
  fetch: async (input: RequestInfo | URL) => {
    const { pathname, searchParams } = new URL(String(input));
    const query: InventoryQuery = {
      filter: Object.fromEntries(
        [...searchParams].filter(
          ([key]) => !['limit', 'offset', 'sort'].includes(key),
        ),
      ),
      limit: Number(searchParams.get('limit')),
    };
    if (pathname.endsWith('/v1/tree')) {
      return new Response(
        JSON.stringify(await api.getTreeLevel({ view: 'hosts' })),
      );
    }
    if (pathname.endsWith('/v1/store')) {
      return new Response(JSON.stringify({ type: 'memory' }));
    }
    if (pathname.endsWith('/v1/catalog')) {
      return new Response('{}');
    }
    if (pathname.endsWith('/v1/sources')) {
      return new Response(JSON.stringify({ items: [liveSource] }));
    }
    if (pathname.endsWith('/v1/machines/fra/vm-web01')) {
      const key = { source: 'fra', id: 'vm-web01' };
      return new Response(JSON.stringify(await api.get('machine', key)));
    }
    const kind = (['machine', 'cluster', 'datacenter', 'host'] as const).find(
      one => pathname.endsWith(`/v1/${one}s`),
    );
    return kind
      ? new Response(JSON.stringify(await api.list(kind, query)))
      : new Response('{}', { status: 404 });
  },
};

const OtherCard = () => <p>{`Of ${useMachine().name}`}</p>;

const otherCard = createExtension({
  name: 'other-card',
  attachTo: { id: 'page:vm-inventory', input: 'cards' },
  output: [coreExtensionData.reactElement],
  factory: () => [coreExtensionData.reactElement(<OtherCard />)],
});

describe('vmInventoryPlugin', () => {
  it('is what the package exports', () => {
    expect(vmInventoryPlugin).toMatchObject({
      $$type: '@backstage/FrontendPlugin',
      pluginId: 'vm-inventory',
    });
  });

  it('shows the machines on its page', async () => {
    renderTestApp({
      features: [vmInventoryPlugin],
      apis: [[fetchApiRef, fetchApi]],
      initialRouteEntries: ['/vm-inventory'],
    });

    expect(
      await screen.findByRole('row', { name: /web01/ }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('heading', { name: 'Virtual machines' }),
    ).toBeInTheDocument();
  });

  it("shows other plugins' cards on the page of a machine", async () => {
    renderTestApp({
      features: [vmInventoryPlugin],
      extensions: [otherCard],
      apis: [
        [fetchApiRef, fetchApi],
        [catalogApiRef, catalogApiMock()],
      ],
      initialRouteEntries: ['/vm-inventory/machines/fra/vm-web01'],
    });

    expect(await screen.findByText('Of web01')).toBeInTheDocument();
  });

  it('shows the sources on a page of their own', async () => {
    renderTestApp({
      features: [vmInventoryPlugin],
      apis: [[fetchApiRef, fetchApi]],
      initialRouteEntries: ['/vm-sources'],
    });

    expect(
      await screen.findByRole('region', { name: 'Frankfurt' }),
    ).toBeInTheDocument();
    expect(screen.queryByRole('row')).toBeNull();
  });

  it.each([
    ['/vm-inventory/nothing', 'All machines', '/vm-inventory'],
    ['/vm-inventory/machines/fra', 'All machines', '/vm-inventory'],
    ['/vm-capacity/nothing', 'VM capacity', '/vm-capacity'],
    ['/vm-sources/nothing/at/all', 'VM sources', '/vm-sources'],
  ])('says that there is no page at %s', async (address, title, href) => {
    renderTestApp({
      features: [vmInventoryPlugin],
      apis: [[fetchApiRef, fetchApi]],
      initialRouteEntries: [address],
    });

    const alert = await screen.findByRole('alert');
    expect(
      within(alert).getByRole('heading', { name: 'Page not found' }),
    ).toBeInTheDocument();
    expect(within(alert).getByRole('link', { name: title })).toHaveAttribute(
      'href',
      href,
    );
    expect(document.title).toMatch(/^Page not found \| /);
  });

  it.each([
    ['/vm-inventory', /^Virtual machines \| /],
    ['/vm-capacity', /^VM capacity \| /],
    ['/vm-sources', /^VM sources \| /],
  ])('names %s in the tab', async (address, title) => {
    renderTestApp({
      features: [vmInventoryPlugin],
      apis: [[fetchApiRef, fetchApi]],
      initialRouteEntries: [address],
    });

    await waitFor(() => expect(document.title).toMatch(title), {
      timeout: 10_000,
    });
  });

  it('shows a card on the entity of a machine, and on no other', async () => {
    const entity = {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Resource',
      metadata: {
        name: 'machine-1',
        annotations: {
          'backlot.dev/source': 'fra',
          'backlot.dev/instance-uuid': 'uuid-web01',
        },
      },
      spec: { type: 'virtual-machine' },
    };
    const card = vmInventoryPlugin.getExtension(
      'entity-card:vm-inventory/machine',
    );
    const applies = createExtensionTester(card).get(
      EntityCardBlueprint.dataRefs.filterFunction,
    );
    expect(applies?.(entity)).toBe(true);
    expect(applies?.({ ...entity, spec: { type: 'database' } })).toBe(false);
    expect(applies?.({ ...entity, kind: 'Component' })).toBe(false);

    renderTestApp({
      features: [vmInventoryPlugin],
      extensions: [createTestEntityPage({ entity })],
      apis: [[fetchApiRef, fetchApi]],
    });
    expect(await screen.findByText('esx-01.acme.example')).toBeInTheDocument();
  });
});
