import { Config, readDurationFromConfig } from '@backstage/config';
import { durationToMilliseconds } from '@backstage/types';
import { NetBoxClientOptions } from './NetBoxClient';

/**
 * Reads `netbox:` of the configuration.
 *
 * @throws Error if `netbox.url` or `netbox.token` is missing
 * @public
 */
export function readNetBoxConfig(rootConfig: Config): NetBoxClientOptions {
  const config = rootConfig.getConfig('netbox');
  return {
    url: config.getString('url'),
    token: config.getString('token'),
    ca: config.getOptionalString('tls.ca'),
    insecure: config.getOptionalBoolean('tls.insecure'),
    customField: config.getOptionalString('allocation.customField'),
    ...(config.has('timeout')
      ? {
          timeoutMs: durationToMilliseconds(
            readDurationFromConfig(config, { key: 'timeout' }),
          ),
        }
      : {}),
  };
}
