import {
  createExtensionTester,
  renderTestApp,
} from '@backstage/frontend-test-utils';
import { ExtensionDataRef, fetchApiRef } from '@backstage/frontend-plugin-api';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import {
  catalogApiMock,
  createTestEntityPage,
} from '@backstage/plugin-catalog-react/testUtils';
import {
  FormField,
  FormFieldBlueprint,
} from '@backstage/plugin-scaffolder-react/alpha';
import { screen } from '@testing-library/react';
import { webMachine } from './__testUtils__/machines';
import { plannedRequest, summary } from './__testUtils__/requests';
import { json, refusal } from '@backlot/ui-common/testUtils';
import { formFieldExtensions } from './formFields/extensions';
import vmRequestsPlugin from './index';

/** Answers what the client asks of the backend, so that the client is in play, too. */
const fetchApi = {
  fetch: async (input: RequestInfo | URL) => {
    const { pathname } = new URL(String(input));
    if (pathname.endsWith('/v1/requests')) {
      return json({
        items: [summary],
        total: 1,
        byState: { planned: 1 },
        byWait: {},
      });
    }
    if (pathname.endsWith(`/v1/requests/${summary.id}`)) {
      return json(plannedRequest);
    }
    if (pathname.endsWith(`/v1/requests/${summary.id}/events`)) {
      return json({ items: [] });
    }
    if (pathname.endsWith('/v1/machines')) {
      return json({ items: [webMachine] });
    }
    if (pathname.endsWith(`/v1/machines/${webMachine.id}`)) {
      return json(webMachine);
    }
    if (pathname.endsWith(`/v1/requests/${summary.id}/log`)) {
      return new Response('event: end\ndata: \n\n');
    }
    return refusal(404, 'NotFoundError', `Nothing at ${pathname}`);
  },
};

const apis = [
  [fetchApiRef, fetchApi],
  [catalogApiRef, catalogApiMock()],
] as const;

describe('vmRequestsPlugin', () => {
  it('is what the package exports', () => {
    expect(vmRequestsPlugin).toMatchObject({
      $$type: '@backstage/FrontendPlugin',
      pluginId: 'vm-requests',
    });
  });

  it('shows the requests on its page, without a scaffolder, too', async () => {
    renderTestApp({
      features: [vmRequestsPlugin],
      apis,
      initialRouteEntries: ['/vm-requests'],
    });

    expect(
      await screen.findByRole('row', { name: /web01/ }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('heading', { name: 'VM requests' }),
    ).toBeInTheDocument();
    expect(screen.queryByText('Request a machine')).toBeNull();
  });

  it('shows one request below it', async () => {
    renderTestApp({
      features: [vmRequestsPlugin],
      apis,
      // Owner and requester are links into the catalog.
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      initialRouteEntries: [`/vm-requests/${summary.id}`],
    });

    expect(
      await screen.findByText('1 to add, 0 to change, 0 to destroy'),
    ).toBeInTheDocument();
    expect(screen.getByRole('heading', { name: 'web01' })).toBeInTheDocument();
  });

  it('shows requests on the entity of a machine, and on no other', async () => {
    const entity = {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Resource',
      metadata: {
        name: 'machine-1',
        annotations: { 'backlot.dev/request': summary.id },
      },
      spec: { type: 'virtual-machine' },
    };
    const applies = createExtensionTester(
      vmRequestsPlugin.getExtension('entity-content:vm-requests/requests'),
    ).get(EntityContentBlueprint.dataRefs.filterFunction);
    expect(applies?.(entity)).toBe(true);
    expect(applies?.({ ...entity, spec: { type: 'database' } })).toBe(false);

    renderTestApp({
      features: [vmRequestsPlugin],
      extensions: [createTestEntityPage({ entity })],
      apis,
    });
    expect(
      await screen.findByRole('row', { name: /Create/ }),
    ).toBeInTheDocument();
  });

  it('has a card for the page of a machine in the inventory', () => {
    const card = vmRequestsPlugin.getExtension('vm-requests/inventory-machine');
    expect(Reflect.get(card, 'attachTo')).toEqual({
      id: 'page:vm-inventory',
      input: 'cards',
    });
  });

  it('gives the scaffolder its form fields, each under its name', async () => {
    const fields = await Promise.all(
      formFieldExtensions.map(extension =>
        createExtensionTester<{
          output: ExtensionDataRef<
            () => Promise<FormField>,
            'scaffolder.form-field-loader'
          >;
        }>(extension).get(FormFieldBlueprint.dataRefs.formFieldLoader)(),
      ),
    );

    expect(fields.map(field => Reflect.get(field, 'name'))).toEqual([
      'VmName',
      'VmSeveral',
      'VmEnvironment',
      'VmStack',
      'VmSize',
      'VmCustomSize',
      'VmPlace',
      'VmCluster',
      'VmNetwork',
      'VmNetworkCards',
      'VmDataDisks',
      'VmTemplate',
      'VmOwner',
      'VmRequestedFor',
      'VmStart',
      'VmSshKeys',
      'VmPreview',
      'VmMachine',
      'VmResize',
      'VmOperationPreview',
      'VmAdoptionOwner',
      'VmAdoptionPreview',
    ]);
  });
});
