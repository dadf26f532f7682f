import { NamedPeers } from '@backlot/backend-common/peers';
import { GitForge } from './GitForge';

/**
 * The forges of the configuration, by their names.
 *
 * @public
 */
export class GitForges extends NamedPeers<GitForge> {
  constructor(forges: Record<string, GitForge>) {
    super(forges, { title: 'Git forge', key: 'gitForges' });
  }
}
