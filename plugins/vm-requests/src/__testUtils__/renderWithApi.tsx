import { ReactElement } from 'react';
import { Entity } from '@backstage/catalog-model';
import { ApiRef } from '@backstage/core-plugin-api';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { ScaffolderApi } from '@backstage/plugin-scaffolder-common';
import { scaffolderApiRef } from '@backstage/plugin-scaffolder-react';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { VmRequestsApi, vmRequestsApiRef } from '../api/VmRequestsApi';
import {
  formRouteRef,
  machineRouteRef,
  rootRouteRef,
  taskRouteRef,
  templatesRouteRef,
} from '../routes';

/** Nothing changes by itself. */
const quietApi: Partial<VmRequestsApi> = {
  followChanges: () => new Promise(() => {}),
};

const noScaffolder: Partial<ScaffolderApi> = {};

/** Renders with what the test says of the API; anything else that is asked of it fails. */
export function renderWithApi(
  element: ReactElement,
  api: Partial<VmRequestsApi>,
  url: string = '/',
  entities: Entity[] = [],
  /** APIs beside those. */
  more: [ApiRef<unknown>, object][] = [],
) {
  return renderInTestApp(
    <TestApiProvider
      apis={[
        [vmRequestsApiRef, { ...quietApi, ...api } as VmRequestsApi],
        [catalogApiRef, catalogApiMock({ entities })],
        [scaffolderApiRef, noScaffolder as ScaffolderApi],
        ...more,
      ]}
    >
      {element}
    </TestApiProvider>,
    {
      routeEntries: [url],
      mountedRoutes: {
        '/vm-requests': rootRouteRef,
        '/make': templatesRouteRef,
        '/make/templates/:namespace/:templateName': formRouteRef,
        '/tasks/:taskId': taskRouteRef,
        '/machines/:source/:id': machineRouteRef,
        '/catalog/:namespace/:kind/:name': entityRouteRef,
      },
    },
  );
}
