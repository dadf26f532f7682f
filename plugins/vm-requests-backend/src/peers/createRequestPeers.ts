import { AuthService } from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { ScaffolderService } from '@backstage/plugin-scaffolder-node';
import { AtlantisClient } from '@backlot/atlantis-client';
import { GitForge } from '@backlot/git-forge';
import { NetBoxService } from '@backlot/netbox-client';
import { VmInventoryService } from '@backlot/plugin-vm-inventory-node';
import { Clock } from '../clock';
import { LedgerSettings } from '../ledger/LedgerSettings';
import { createAddressesPeer } from './AddressesPeer';
import { createForgePeer } from './ForgePeer';
import { createInventoryPeer } from './InventoryPeer';
import { createJobsPeer } from './JobsPeer';
import { blaming } from './blame';
import { createPeoplePeer } from './PeoplePeer';
import { RequestPeers } from './RequestPeers';
import { createTasksPeer } from './TasksPeer';

/** The peers of the ledger, on the clients and services of this backend. */
export function createRequestPeers(options: {
  atlantis: AtlantisClient;
  auth: AuthService;
  catalog: CatalogService;
  clock: Clock;
  forge: GitForge;
  inventory: VmInventoryService;
  netBox: NetBoxService;
  notifications: NotificationService;
  scaffolder: ScaffolderService;
  settings: LedgerSettings;
}): RequestPeers {
  const { settings } = options;
  const forge = blaming('forge', options.forge);
  return {
    forge: createForgePeer(forge),
    jobs: createJobsPeer({
      forge,
      atlantis: blaming('atlantis', options.atlantis),
    }),
    addresses: createAddressesPeer(blaming('netbox', options.netBox)),
    inventory: createInventoryPeer({
      ...options,
      inventory: blaming('inventory', options.inventory),
    }),
    tasks: createTasksPeer({
      ...options,
      scaffolder: blaming('scaffolder', options.scaffolder),
      applyTemplate: settings.applyTemplate,
      lease: settings.attempts.lease,
    }),
    people: createPeoplePeer(options),
  };
}
