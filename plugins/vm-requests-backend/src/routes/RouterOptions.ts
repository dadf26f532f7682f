import {
  AuditorService,
  AuthService,
  HttpAuthService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { Peer } from '@backlot/plugin-vm-requests-common';
import { VmInventoryService } from '@backlot/plugin-vm-inventory-node';
import { LedgerContext } from '../ledger/LedgerContext';
import { LogFollowers } from '../logs/LogFollowers';
import { PeerTests } from '../peers/createPeerTests';
import { RequestAccess } from '../permissions/RequestAccess';
import { Previewer } from '../preview/Previewer';
import { EventStreams } from '../streams/EventStreams';
import { RequestWatch } from '../streams/RequestWatch';
import { Viewers } from './Viewers';

/** What the routers work with. */
export interface RouterOptions {
  ledger: LedgerContext;
  access: RequestAccess;
  /** As the caller may see it. */
  inventory: Pick<VmInventoryService, 'list'>;
  peerTests: PeerTests;
  peers: Peer[];
  previewer: Pick<Previewer, 'preview'>;
  followers: LogFollowers;
  streams: EventStreams;
  watch: RequestWatch;
  auth: AuthService;
  httpAuth: HttpAuthService;
  userInfo: UserInfoService;
  auditor: AuditorService;
}

/** With who looks at what they answer. */
export interface PageOptions extends RouterOptions {
  viewers: Viewers;
}
