import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { VmInventoryClient } from './client';
import { VmInventoryService } from './VmInventoryService';

/**
 * The inventory as other backend plugins read it; needs no installation.
 *
 * @public
 */
export const vmInventoryServiceRef = createServiceRef<VmInventoryService>({
  id: 'vm-inventory.service',
  scope: 'plugin',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: { auth: coreServices.auth, discovery: coreServices.discovery },
      factory: ({ auth, discovery }) =>
        new VmInventoryClient({ auth, discovery }),
    }),
});
