import {
  ApiBlueprint,
  AppRootElementBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { RiFileList3Line } from '@remixicon/react';
import { newFrontendSystemOnly } from '@backlot/ui-common';
import { CreatedRequestRedirect } from './components/CreatedRequestRedirect/CreatedRequestRedirect';
import { entityRequestsContent } from './entityExtensions';
import { inventoryMachineCard } from './machineExtensions';
import { vmRequestsApiRef } from './api/VmRequestsApi';
import { VmRequestsClient } from './api/VmRequestsClient';
import { formFieldExtensions } from './formFields/extensions';
import {
  batchRouteRef,
  failedTaskRouteRef,
  formRouteRef,
  machineRouteRef,
  requestRouteRef,
  rootRouteRef,
  taskRouteRef,
  templatesRouteRef,
} from './routes';
import { peerConnections } from './sourcesExtensions';

const vmRequestsApi = ApiBlueprint.make({
  params: define =>
    define({
      api: vmRequestsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new VmRequestsClient(deps),
    }),
});

const vmRequestsPage = PageBlueprint.make({
  params: {
    path: '/vm-requests',
    title: 'VM requests',
    icon: <RiFileList3Line />,
    routeRef: rootRouteRef,
    loader: () =>
      import('./components/VmRequestsRouter').then(m => <m.VmRequestsRouter />),
  },
});

const createdRequestRedirect = AppRootElementBlueprint.make({
  name: 'created-request-redirect',
  params: { element: <CreatedRequestRedirect /> },
});

/**
 * Requests of virtual machines: their pages, entity cards and form fields.
 *
 * @public
 */
export const vmRequestsPlugin = newFrontendSystemOnly(
  createFrontendPlugin({
    pluginId: 'vm-requests',
    title: 'VM requests',
    icon: <RiFileList3Line />,
    info: { packageJson: () => import('../package.json') },
    routes: {
      root: rootRouteRef,
      request: requestRouteRef,
      batch: batchRouteRef,
      failedTask: failedTaskRouteRef,
    },
    externalRoutes: {
      create: templatesRouteRef,
      form: formRouteRef,
      task: taskRouteRef,
      machine: machineRouteRef,
    },
    extensions: [
      vmRequestsApi,
      vmRequestsPage,
      createdRequestRedirect,
      entityRequestsContent,
      inventoryMachineCard,
      peerConnections,
      ...formFieldExtensions,
    ],
  }),
  '@backlot/plugin-vm-requests',
);
