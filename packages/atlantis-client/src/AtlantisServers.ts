import { NamedPeers } from '@backlot/backend-common/peers';
import { AtlantisClient } from './AtlantisClient';

/**
 * The Atlantis servers of the configuration, by their names.
 *
 * @public
 */
export class AtlantisServers extends NamedPeers<AtlantisClient> {
  constructor(servers: Record<string, AtlantisClient>) {
    super(servers, { title: 'Atlantis', key: 'atlantisServers' });
  }
}
