// A backend with the ledger, sign-in and permissions as real backends have them, and a route to
// compare with. It is a process of its own.
import { createBackend } from '@backstage/backend-defaults';
import { allowAll } from '../../inventory/backend/allowAll';
import { signInAsAnybody } from '../../inventory/backend/signInAsAnybody';
import { keyedRow } from './keyedRow';

const backend = createBackend();
backend.add(import('@backstage/plugin-auth-backend'));
backend.add(signInAsAnybody);
backend.add(import('@backstage/plugin-permission-backend'));
backend.add(allowAll);
backend.add(import('@backlot/plugin-vm-requests-backend'));
backend.add(keyedRow);
backend.start().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
