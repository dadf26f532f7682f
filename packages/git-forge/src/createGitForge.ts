import { GitForge } from './GitForge';
import { GitForgeConfig } from './config';
import { GiteaForge } from './gitea/GiteaForge';

/**
 * The forge that a configuration describes. Another kind of forge is another implementation of
 * {@link GitForge}, chosen here by `type`.
 *
 * @public
 */
export function createGitForge(config: GitForgeConfig): GitForge {
  return new GiteaForge(config);
}
