import {
  ApiBlueprint,
  coreExtensionData,
  createExtensionInput,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { RiPieChartLine, RiPulseLine, RiServerLine } from '@remixicon/react';
import { ENTITY_TYPE_VIRTUAL_MACHINE } from '@backlot/plugin-vm-inventory-common';
import {
  VmInventoryClient,
  vmInventoryApiRef,
} from '@backlot/plugin-vm-inventory-react';
import { newFrontendSystemOnly } from '@backlot/ui-common';
import { SinglePageRoutes } from './components/SinglePageRoutes';
import {
  capacityRouteRef,
  machineRouteRef,
  rootRouteRef,
  sourcesRouteRef,
} from './routes';

const vmInventoryApi = ApiBlueprint.make({
  params: define =>
    define({
      api: vmInventoryApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new VmInventoryClient(deps),
    }),
});

const vmInventoryPage = PageBlueprint.makeWithOverrides({
  inputs: {
    /** Other plugins' cards on the page of a machine, which they get by `useMachine`. */
    cards: createExtensionInput([coreExtensionData.reactElement]),
  },
  factory: (originalFactory, { inputs }) =>
    originalFactory({
      path: '/vm-inventory',
      title: 'Virtual machines',
      icon: <RiServerLine />,
      routeRef: rootRouteRef,
      loader: async () => {
        const { VmInventoryRouter } = await import(
          './components/VmInventoryRouter'
        );
        return (
          <VmInventoryRouter
            machineCards={inputs.cards.map(input =>
              input.get(coreExtensionData.reactElement),
            )}
          />
        );
      },
    }),
});

const capacityPage = PageBlueprint.make({
  name: 'capacity',
  params: {
    path: '/vm-capacity',
    title: 'VM capacity',
    icon: <RiPieChartLine />,
    routeRef: capacityRouteRef,
    loader: () =>
      import('./components/CapacityPage/CapacityPage').then(m => (
        <SinglePageRoutes routeRef={capacityRouteRef} title="VM capacity">
          <m.CapacityPage />
        </SinglePageRoutes>
      )),
  },
});

const sourcesPage = PageBlueprint.makeWithOverrides({
  name: 'sources',
  inputs: {
    /** Cards of what other plugins connect to. */
    connections: createExtensionInput([coreExtensionData.reactElement]),
  },
  factory: (originalFactory, { inputs }) =>
    originalFactory({
      path: '/vm-sources',
      title: 'VM sources',
      icon: <RiPulseLine />,
      routeRef: sourcesRouteRef,
      loader: async () => {
        const { SourcesPage } = await import(
          './components/SourcesPage/SourcesPage'
        );
        return (
          <SinglePageRoutes routeRef={sourcesRouteRef} title="VM sources">
            <SourcesPage
              connections={inputs.connections.map(input =>
                input.get(coreExtensionData.reactElement),
              )}
            />
          </SinglePageRoutes>
        );
      },
    }),
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
 * The machines of all sources, as a page and on their entities, the room that is left, and how the sources are.
 *
 * @public
 */
export const vmInventoryPlugin = newFrontendSystemOnly(
  createFrontendPlugin({
    pluginId: 'vm-inventory',
    title: 'Virtual machines',
    icon: <RiServerLine />,
    info: { packageJson: () => import('../package.json') },
    routes: {
      root: rootRouteRef,
      machine: machineRouteRef,
      capacity: capacityRouteRef,
      sources: sourcesRouteRef,
    },
    extensions: [
      vmInventoryApi,
      vmInventoryPage,
      capacityPage,
      sourcesPage,
      entityMachineCard,
    ],
  }),
  '@backlot/plugin-vm-inventory',
);
