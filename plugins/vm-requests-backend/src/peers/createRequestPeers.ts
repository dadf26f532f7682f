import { AuthService } from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { ScaffolderService } from '@backstage/plugin-scaffolder-node';
import { AtlantisServers } from '@backlot/atlantis-client';
import { GitForges } from '@backlot/git-forge';
import { NetBoxService } from '@backlot/netbox-client';
import { VmInventoryService } from '@backlot/plugin-vm-inventory-node';
import { LedgerSettings } from '../ledger/LedgerSettings';
import { namesOfStack } from '../ledger/peerNamesOf';
import { stackOf } from '../ledger/stackOf';
import { createAddressesPeer } from './AddressesPeer';
import { createForgePeer } from './ForgePeer';
import { createInventoryPeer } from './InventoryPeer';
import { createJobsPeer, StackClients } from './JobsPeer';
import { blaming } from './blame';
import { createPeoplePeer } from './PeoplePeer';
import { RequestPeers } from './RequestPeers';
import { createTasksPeer } from './TasksPeer';

/**
 * The peers of the ledger, on the clients and services of this backend. Calls end when the signal
 * aborts.
 */
export function createRequestPeers(options: {
  auth: AuthService;
  catalog: CatalogService;
  forges: GitForges;
  inventory: VmInventoryService;
  netBox: NetBoxService;
  notifications: NotificationService;
  scaffolder: ScaffolderService;
  servers: AtlantisServers;
  settings: LedgerSettings;
  databaseTime: () => Promise<Date>;
  signal: AbortSignal;
}): RequestPeers {
  const { settings } = options;
  const blamed = {
    ...options,
    netBox: blaming('netbox', options.netBox),
    inventory: blaming('inventory', options.inventory),
    scaffolder: blaming('scaffolder', options.scaffolder),
  };
  const clientsOf = (name: string): StackClients => {
    const stack = stackOf(settings, name);
    const names = namesOfStack(stack);
    return {
      forge: blaming('forge', options.forges.get(stack.forge), names.forge),
      atlantis: blaming(
        'atlantis',
        options.servers.get(stack.atlantis),
        names.atlantis,
      ),
      workspace: stack.workspace,
    };
  };
  const { signal } = options;
  return {
    forge: createForgePeer({
      forgeOf: stack => clientsOf(stack).forge,
      signal,
    }),
    jobs: createJobsPeer({ clientsOf, signal }),
    addresses: createAddressesPeer(blamed),
    inventory: createInventoryPeer(blamed),
    tasks: createTasksPeer({
      ...blamed,
      applyTemplate: settings.applyTemplate,
      lease: settings.attempts.lease,
    }),
    people: createPeoplePeer(options),
  };
}
