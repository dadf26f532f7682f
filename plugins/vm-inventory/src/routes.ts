import { createRouteRef } from '@backstage/core-plugin-api';

/** The machines page. */
export const rootRouteRef = createRouteRef({ id: 'vm-inventory' });
