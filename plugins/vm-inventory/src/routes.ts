import { createRouteRef } from '@backstage/core-plugin-api';

/** The machines page. */
export const rootRouteRef = createRouteRef({ id: 'vm-inventory' });

/** How the sources are. */
export const sourcesRouteRef = createRouteRef({ id: 'vm-inventory.sources' });
