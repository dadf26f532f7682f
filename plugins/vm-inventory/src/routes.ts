import { createRouteRef } from '@backstage/core-plugin-api';

/** The machines page. */
export const rootRouteRef = createRouteRef({ id: 'vm-inventory' });

/** What there is room for. */
export const capacityRouteRef = createRouteRef({ id: 'vm-inventory.capacity' });

/** How the sources are. */
export const sourcesRouteRef = createRouteRef({ id: 'vm-inventory.sources' });
