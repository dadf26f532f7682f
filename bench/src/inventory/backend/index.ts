// A backend with the inventory, sign-in and permissions as real backends have them, and routes to
// compare with. It is a process of its own.
import { createBackend } from '@backstage/backend-defaults';
import { allowAll } from './allowAll';
import { comparisonPlugin } from './comparisonPlugin';
import { generatedSource } from './generatedSource';
import { signInAsAnybody } from './signInAsAnybody';
import { startMoment } from './startMoment';

const backend = createBackend();
backend.add(import('@backstage/plugin-auth-backend'));
backend.add(signInAsAnybody);
backend.add(import('@backstage/plugin-permission-backend'));
backend.add(allowAll);
backend.add(import('@backlot/plugin-vm-inventory-backend'));
backend.add(import('@backlot/plugin-vm-inventory-backend-module-vsphere'));
backend.add(generatedSource);
backend.add(startMoment);
backend.add(comparisonPlugin);
backend.start().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
