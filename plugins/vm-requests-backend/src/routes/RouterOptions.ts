import {
  AuditorService,
  AuthService,
  HttpAuthService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { LedgerContext } from '../ledger/LedgerContext';
import { PeerTests } from '../peers/createPeerTests';
import { RequestAccess } from '../permissions/RequestAccess';
import { Previewer } from '../preview/Previewer';

/** What the routers work with. */
export interface RouterOptions {
  ledger: LedgerContext;
  access: RequestAccess;
  peerTests: PeerTests;
  previewer: Pick<Previewer, 'preview'>;
  auth: AuthService;
  httpAuth: HttpAuthService;
  userInfo: UserInfoService;
  auditor: AuditorService;
}
