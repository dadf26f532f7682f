import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  configsByName,
  NamedConfig,
  readMilliseconds,
} from '@backlot/backend-common';
import { isRepositoryName } from './allowedRepositories';

/**
 * A forge of the configuration: `gitForge`, or one of `gitForges`.
 *
 * @public
 */
export interface GitForgeConfig {
  /** Name of it among several. `default` unless told. */
  name?: string;
  /** Where it stands in the configuration, for words. `gitForge` unless told. */
  key?: string;
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

function readForge({ name, key, config }: NamedConfig): GitForgeConfig {
  const type = config.getString('type');
  if (type !== 'gitea') {
    throw new InputError(
      `${key}.type must be gitea, the only forge that is supported yet; got "${type}"`,
    );
  }
  const url = config.getString('url').replace(/\/+$/, '');
  if (!/^https?:\/\/[^/@]+(\/|$)/.test(url)) {
    throw new InputError(
      `${key}.url must be an http or https address without a user name, got "${url.replace(
        /\/\/[^/]*@/,
        '//…@',
      )}"`,
    );
  }
  const repositories = config.getStringArray('repositories');
  const wrong = repositories.find(each => !isRepositoryName(each));
  if (wrong !== undefined) {
    throw new InputError(
      `${key}.repositories must name repositories as owner/name, got "${wrong}"`,
    );
  }
  return {
    name,
    key,
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

/**
 * Reads all forges of the configuration, by their names: `gitForge`, which is named `default`, and those
 * of `gitForges`.
 *
 * @throws InputError when something in them is wrong, two have the same name, or there is none
 * @public
 */
export function readGitForgeConfigs(
  root: Config,
): Record<string, GitForgeConfig> {
  return configsByName(
    root,
    { alone: 'gitForge', named: 'gitForges', title: 'the forge' },
    readForge,
  );
}
