import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  configsByName,
  NamedConfig,
  readMilliseconds,
} from '@backlot/backend-common';
import { AllowedRepository } from './allowed';

/**
 * Forges that Atlantis' API works for.
 *
 * @public
 */
export type AtlantisForgeType = 'Gitea' | 'Github' | 'Gitlab';

/**
 * An Atlantis of the configuration: `atlantis`, or one of `atlantisServers`.
 *
 * @public
 */
export interface AtlantisConfig {
  /** Name of it among several. `default` unless told. */
  name?: string;
  /** Where it stands in the configuration, for words. `atlantis` unless told. */
  key?: string;
  /** Without a trailing slash. */
  url: string;
  apiSecret: string;
  forgeType: AtlantisForgeType;
  /** PEM of the certificate authority of its server certificate, where it is a private one. */
  ca: string | undefined;
  /** Milliseconds. */
  timeouts: {
    connect: number;
    plan: number;
    apply: number;
    /** For which a held lock is waited for. */
    lock: number;
    /** For which a job is looked for after an answer was lost. */
    settle: number;
  };
  /** Name and password of its pages, where it asks for them. */
  webAuth?: { username: string; password: string };
  /** How many of our calls run at the same time, over all replicas and plugins. */
  concurrency: number;
  allow: AllowedRepository[];
}

const TYPES: readonly string[] = ['Gitea', 'Github', 'Gitlab'];

function isForgeType(type: string): type is AtlantisForgeType {
  return TYPES.includes(type);
}

function readServer({ name, key, config }: NamedConfig): AtlantisConfig {
  const url = config.getString('url').replace(/\/+$/, '');
  if (!/^https?:\/\/[^/]/.test(url)) {
    throw new InputError(
      `${key}.url must be an http or https address, got "${url}"`,
    );
  }
  const forgeType = config.getOptionalString('forgeType') ?? 'Gitea';
  if (!isForgeType(forgeType)) {
    throw new InputError(
      `${key}.forgeType must be one of ${TYPES.join(
        ', ',
      )}: Atlantis' API works for no other; got "${forgeType}"`,
    );
  }
  const concurrency = config.getOptionalNumber('concurrency') ?? 4;
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw new InputError(
      `${key}.concurrency must be a whole number from 1 on, got ${concurrency}`,
    );
  }
  const webAuth = config.getOptionalConfig('webAuth');
  const minute = 60_000;
  return {
    name,
    key,
    url,
    apiSecret: config.getString('apiSecret'),
    forgeType,
    ca: config.getOptionalString('tls.ca'),
    timeouts: {
      connect: readMilliseconds(config, 'timeouts.connect', 10_000),
      plan: readMilliseconds(config, 'timeouts.plan', 15 * minute),
      apply: readMilliseconds(config, 'timeouts.apply', 60 * minute),
      lock: readMilliseconds(config, 'timeouts.lock', 10 * minute),
      settle: readMilliseconds(config, 'timeouts.settle', 30_000),
    },
    concurrency,
    webAuth: webAuth && {
      username: webAuth.getString('username'),
      password: webAuth.getString('password'),
    },
    allow: (config.getOptionalConfigArray('allow') ?? []).map(rule => ({
      repository: rule.getString('repository'),
      directories: rule.getStringArray('directories'),
    })),
  };
}

/**
 * Reads all Atlantis servers of the configuration, by their names: `atlantis`, which is named `default`,
 * and those of `atlantisServers`.
 *
 * @throws InputError when something in them is wrong, two have the same name, or there is none
 * @public
 */
export function readAtlantisConfigs(
  root: Config,
): Record<string, AtlantisConfig> {
  return configsByName(
    root,
    { alone: 'atlantis', named: 'atlantisServers', title: 'the Atlantis' },
    readServer,
  );
}
