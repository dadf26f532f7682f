import { Config, readDurationFromConfig } from '@backstage/config';
import { durationToMilliseconds } from '@backstage/types';

/**
 * A duration of the configuration, e.g. `30s`, in milliseconds.
 *
 * @public
 */
export function readMilliseconds(
  config: Config,
  key: string,
  otherwise: number,
): number {
  return config.has(key)
    ? durationToMilliseconds(readDurationFromConfig(config, { key }))
    : otherwise;
}
