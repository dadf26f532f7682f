import { createBackend } from '@backstage/backend-defaults';

const backend = createBackend();

backend.add(import('./rootHttpRouter'));

backend.add(import('@backstage/plugin-app-backend'));
backend.add(import('@backstage/plugin-user-settings-backend'));
backend.add(import('@backstage/plugin-notifications-backend'));
backend.add(import('@backstage/plugin-signals-backend'));
backend.add(import('@backstage/plugin-events-backend'));
backend.add(import('@backstage/plugin-mcp-actions-backend'));

backend.add(import('@backstage/plugin-auth-backend'));
if (process.env.NODE_ENV !== 'production') {
  backend.add(import('@backlot/plugin-auth-backend-module-lab'));
}

backend.add(import('@backstage/plugin-permission-backend'));
backend.add(import('./permissionPolicy'));

backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));
backend.add(
  import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'),
);
backend.add(import('@backlot/plugin-catalog-backend-module-vm-inventory'));
backend.add(import('@backlot/plugin-catalog-backend-module-vm-requests'));

backend.add(import('@backstage/plugin-search-backend'));
backend.add(import('@backstage/plugin-search-backend-module-catalog'));

backend.add(import('@backstage/plugin-scaffolder-backend'));
backend.add(
  import('@backstage/plugin-scaffolder-backend-module-notifications'),
);
backend.add(import('@backlot/plugin-scaffolder-backend-module-vm-inventory'));
backend.add(import('@backlot/plugin-scaffolder-backend-module-netbox'));
backend.add(import('@backlot/plugin-scaffolder-backend-module-terraform'));
backend.add(import('@backlot/plugin-scaffolder-backend-module-atlantis'));
backend.add(import('@backlot/plugin-scaffolder-backend-module-vm-requests'));

backend.add(import('@backlot/plugin-vm-inventory-backend'));
backend.add(import('@backlot/plugin-vm-inventory-backend-module-vm-requests'));
backend.add(import('@backlot/plugin-vm-inventory-backend-module-vsphere'));
if (process.env.NODE_ENV !== 'production') {
  backend.add(import('./labCapacityPast'));
}
backend.add(import('@backlot/plugin-vm-requests-backend'));
backend.add(import('@backlot/plugin-vm-requests-backend-module-dns'));

backend.start();
