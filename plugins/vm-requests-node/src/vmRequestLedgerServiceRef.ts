import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { VmRequestLedger } from './VmRequestLedger';
import { VmRequestLedgerClient } from './VmRequestLedgerClient';

/**
 * The ledger as the actions of templates call it; needs no installation.
 *
 * @public
 */
export const vmRequestLedgerServiceRef = createServiceRef<VmRequestLedger>({
  id: 'vm-requests.ledger',
  scope: 'plugin',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: { auth: coreServices.auth, discovery: coreServices.discovery },
      factory: ({ auth, discovery }) =>
        new VmRequestLedgerClient({ auth, discovery }),
    }),
});
