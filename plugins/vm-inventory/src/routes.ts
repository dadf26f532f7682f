import { createRouteRef, createSubRouteRef } from '@backstage/core-plugin-api';

/** The explorer. */
export const rootRouteRef = createRouteRef({ id: 'vm-inventory' });

/** One machine. */
export const machineRouteRef = createSubRouteRef({
  id: 'vm-inventory.machine',
  parent: rootRouteRef,
  path: '/machines/:source/:id',
});

/** What there is room for. */
export const capacityRouteRef = createRouteRef({ id: 'vm-inventory.capacity' });

/** How the sources are. */
export const sourcesRouteRef = createRouteRef({ id: 'vm-inventory.sources' });
