import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { RiServerLine } from '@remixicon/react';
import { ENTITY_TYPE_VIRTUAL_MACHINE } from '@backlot/plugin-vm-inventory-common';
import {
  VmInventoryClient,
  vmInventoryApiRef,
} from '@backlot/plugin-vm-inventory-react';
import { rootRouteRef } from './routes';

const vmInventoryApi = ApiBlueprint.make({
  params: define =>
    define({
      api: vmInventoryApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new VmInventoryClient(deps),
    }),
});

const vmInventoryPage = PageBlueprint.make({
  params: {
    path: '/vm-inventory',
    title: 'Machines',
    icon: <RiServerLine />,
    routeRef: rootRouteRef,
    loader: () =>
      import('./components/MachinesPage/MachinesPage').then(m => (
        <m.MachinesPage />
      )),
  },
});

const entityMachineCard = EntityCardBlueprint.make({
  name: 'machine',
  params: {
    type: 'content',
    filter: { kind: 'resource', 'spec.type': ENTITY_TYPE_VIRTUAL_MACHINE },
    loader: () =>
      import('./components/EntityMachineCard/EntityMachineCard').then(m => (
        <m.EntityMachineCard />
      )),
  },
});

/**
 * The machines of all sources, as a page and on their entities.
 *
 * @public
 */
export const vmInventoryPlugin = createFrontendPlugin({
  pluginId: 'vm-inventory',
  title: 'Machines',
  icon: <RiServerLine />,
  info: { packageJson: () => import('../package.json') },
  routes: { root: rootRouteRef },
  extensions: [vmInventoryApi, vmInventoryPage, entityMachineCard],
});
