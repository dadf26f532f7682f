// A backend with the inventory and nothing else, as a process of its own: one of several replicas.
import { createBackend } from '@backstage/backend-defaults';

const backend = createBackend();
backend.add(import('@backlot/plugin-vm-inventory-backend'));
backend.add(import('@backlot/plugin-vm-inventory-backend-module-vsphere'));
backend.start().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
