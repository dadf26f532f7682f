import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { readMilliseconds } from '@backlot/backend-common';
import { isRepositoryName } from './allowedRepositories';

/**
 * `gitForge` of the configuration.
 *
 * @public
 */
export interface GitForgeConfig {
  type: 'gitea';
  /** Without a trailing slash. */
  url: string;
  token: string;
  /** Certificate authorities in PEM, in place of the system's. */
  ca?: string;
  /** Takes any certificate. */
  insecure?: boolean;
  /** How long to wait for one answer, in milliseconds. */
  timeoutMs: number;
  /** How long to wait for a pull request to become mergeable, in milliseconds. */
  mergeTimeoutMs: number;
  /** The only repositories that are touched, as `owner/name`. */
  repositories: string[];
}

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_MERGE_TIMEOUT_MS = 180_000;

/**
 * Reads `gitForge` of the configuration.
 *
 * @throws InputError when something in it is wrong
 * @public
 */
export function readGitForgeConfig(root: Config): GitForgeConfig {
  const config = root.getConfig('gitForge');
  const type = config.getString('type');
  if (type !== 'gitea') {
    throw new InputError(
      `gitForge.type must be gitea, the only forge that is supported yet; got "${type}"`,
    );
  }
  const url = config.getString('url').replace(/\/+$/, '');
  if (!/^https?:\/\/[^/@]+(\/|$)/.test(url)) {
    throw new InputError(
      `gitForge.url must be an http or https address without a user name, got "${url.replace(
        /\/\/[^/]*@/,
        '//…@',
      )}"`,
    );
  }
  const repositories = config.getStringArray('repositories');
  const wrong = repositories.find(name => !isRepositoryName(name));
  if (wrong !== undefined) {
    throw new InputError(
      `gitForge.repositories must name repositories as owner/name, got "${wrong}"`,
    );
  }
  return {
    type,
    url,
    token: config.getString('token'),
    ca: config.getOptionalString('tls.ca'),
    insecure: config.getOptionalBoolean('tls.insecure'),
    timeoutMs: readMilliseconds(config, 'timeout', DEFAULT_TIMEOUT_MS),
    mergeTimeoutMs: readMilliseconds(
      config,
      'mergeTimeout',
      DEFAULT_MERGE_TIMEOUT_MS,
    ),
    repositories,
  };
}
