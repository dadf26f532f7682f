import { AuthService } from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { ScaffolderService } from '@backstage/plugin-scaffolder-node';
import { AtlantisClient } from '@backlot/atlantis-client';
import { GitForge } from '@backlot/git-forge';
import { NetBoxService } from '@backlot/netbox-client';
import { VmInventoryService } from '@backlot/plugin-vm-inventory-node';
import { LedgerSettings } from '../ledger/LedgerSettings';
import { createAddressesPeer } from './AddressesPeer';
import { createForgePeer } from './ForgePeer';
import { createInventoryPeer } from './InventoryPeer';
import { createJobsPeer } from './JobsPeer';
import { blaming } from './blame';
import { createPeoplePeer } from './PeoplePeer';
import { RequestPeers } from './RequestPeers';
import { createTasksPeer } from './TasksPeer';

/**
 * The peers of the ledger, on the clients and services of this backend. Calls end when the signal
 * aborts.
 */
export function createRequestPeers(options: {
  atlantis: AtlantisClient;
  auth: AuthService;
  catalog: CatalogService;
  forge: GitForge;
  inventory: VmInventoryService;
  netBox: NetBoxService;
  notifications: NotificationService;
  scaffolder: ScaffolderService;
  settings: LedgerSettings;
  databaseTime: () => Promise<Date>;
  signal: AbortSignal;
}): RequestPeers {
  const { settings } = options;
  const blamed = {
    ...options,
    forge: blaming('forge', options.forge),
    atlantis: blaming('atlantis', options.atlantis),
    netBox: blaming('netbox', options.netBox),
    inventory: blaming('inventory', options.inventory),
    scaffolder: blaming('scaffolder', options.scaffolder),
  };
  return {
    forge: createForgePeer(blamed),
    jobs: createJobsPeer(blamed),
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
