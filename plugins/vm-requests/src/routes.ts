import { createRouteRef, createSubRouteRef } from '@backstage/core-plugin-api';

export const rootRouteRef = createRouteRef({ id: 'vm-requests' });

export const requestRouteRef = createSubRouteRef({
  id: 'vm-requests.request',
  parent: rootRouteRef,
  path: '/:id',
});
