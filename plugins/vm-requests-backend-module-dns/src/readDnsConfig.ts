import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { readMilliseconds } from '@backlot/backend-common';
import { canonicalName } from './message/names';
import { TsigAlgorithm, tsigAlgorithms, TsigKey } from './message/tsig';

/** `vmRequests.dns` of the configuration. */
export interface DnsSettings {
  server: string;
  port: number;
  key: TsigKey;
  zones: string[];
  reverseZones: string[];
  ttlSeconds: number;
  timeoutMs: number;
}

const defaultTtlMs = 3600_000;
const defaultTimeoutMs = 10_000;

function isAlgorithm(name: string): name is TsigAlgorithm {
  return tsigAlgorithms.some(known => known === name);
}

function readKey(config: Config): TsigKey {
  const algorithm = config.getOptionalString('algorithm') ?? 'hmac-sha256';
  if (!isAlgorithm(algorithm)) {
    throw new InputError(
      `vmRequests.dns.key.algorithm must be one of ${tsigAlgorithms.join(
        ', ',
      )}; got "${algorithm}"`,
    );
  }
  const text = config.getString('secret').trim();
  const secret = Buffer.from(text, 'base64');
  if (
    secret.toString('base64').replace(/=+$/, '') !== text.replace(/=+$/, '')
  ) {
    throw new InputError('vmRequests.dns.key.secret must be Base64');
  }
  return {
    name: canonicalName(config.getString('name')),
    algorithm,
    secret,
  };
}

/**
 * Reads `vmRequests.dns`; undefined where there is none.
 *
 * @throws InputError when something in it is wrong
 */
export function readDnsConfig(root: Config): DnsSettings | undefined {
  const config = root.getOptionalConfig('vmRequests.dns');
  if (!config) {
    return undefined;
  }
  const reverseZones = (
    config.getOptionalStringArray('reverseZones') ?? []
  ).map(canonicalName);
  const wrong = reverseZones.find(zone => !/\.(in-addr|ip6)\.arpa$/.test(zone));
  if (wrong !== undefined) {
    throw new InputError(
      `vmRequests.dns.reverseZones must end with .in-addr.arpa or .ip6.arpa, got "${wrong}"`,
    );
  }
  return {
    server: config.getString('server'),
    port: config.getOptionalNumber('port') ?? 53,
    key: readKey(config.getConfig('key')),
    zones: config.getStringArray('zones').map(canonicalName),
    reverseZones,
    ttlSeconds: Math.round(
      readMilliseconds(config, 'ttl', defaultTtlMs) / 1000,
    ),
    timeoutMs: readMilliseconds(config, 'timeout', defaultTimeoutMs),
  };
}
