import { RootConfigService } from '@backstage/backend-plugin-api';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds, HumanDuration } from '@backstage/types';
import { policySchema } from '@backlot/plugin-vm-requests-common';
import { z } from 'zod';
import { causeInWords, withCause } from '@backlot/backend-common';
import {
  MacAddressRange,
  macAddressRange,
  staticMacAddresses,
} from '../macAddresses/MacAddressRange';
import { checkChangeTimes } from '../changeTimes/checkChangeTimes';
import { systemClock } from '../clock';
import { LedgerSettings } from './LedgerSettings';
import { checkBlueprintsOf, readBlueprints } from './readBlueprints';
import { checkStacks, readStacks } from './readStacks';
import { templateRefOf } from './templateRefOf';

function duration(
  config: Config,
  key: string,
  byDefault: HumanDuration,
): number {
  return durationToMilliseconds(
    config.has(key) ? readDurationFromConfig(config, { key }) : byDefault,
  );
}

function readMacAddresses(config: Config): MacAddressRange {
  const range = config.getOptionalConfig('macAddresses');
  try {
    return macAddressRange(
      range
        ? { from: range.getString('from'), to: range.getString('to') }
        : staticMacAddresses,
    );
  } catch (error) {
    throw withCause(
      new InputError(
        `vmRequests.macAddresses in the configuration is invalid: ${causeInWords(
          error,
        )}`,
      ),
      error,
    );
  }
}

function readPlatformTeam(config: Config): string[] {
  const refs = config.getOptionalStringArray('platformTeam') ?? [];
  try {
    return refs.map(ref =>
      stringifyEntityRef(
        parseEntityRef(ref, {
          defaultKind: 'group',
          defaultNamespace: 'default',
        }),
      ),
    );
  } catch (error) {
    throw new InputError(
      'vmRequests.platformTeam of the configuration is not a list of entity refs',
      error,
    );
  }
}

function positiveInteger(
  config: Config,
  key: string,
  byDefault: number,
): number {
  const value = config.getOptionalNumber(key) ?? byDefault;
  if (!Number.isInteger(value) || value < 1) {
    throw new InputError(
      `vmRequests.${key} of the configuration is a whole number of at least 1, not ${value}`,
    );
  }
  return value;
}

/**
 * Reads `vmRequests` of the configuration.
 *
 * @throws InputError that names what is wrong
 */
export function readLedgerSettings(root: RootConfigService): LedgerSettings {
  const config = root.getConfig('vmRequests');
  const policy = policySchema.safeParse(config.get('policy'));
  if (!policy.success) {
    throw new InputError(
      `vmRequests.policy in the configuration is invalid:\n${z.prettifyError(
        policy.error,
      )}`,
    );
  }
  const stacks = readStacks(config);
  checkStacks(root, policy.data, stacks);
  const blueprints = readBlueprints(config);
  checkBlueprintsOf(policy.data, blueprints);
  checkChangeTimes(policy.data, systemClock.now());
  return {
    policy: policy.data,
    blueprints,
    appUrl: root.getOptionalString('app.baseUrl')?.replace(/\/+$/, ''),
    stacks,
    applyTemplate: templateRefOf(
      config.getOptionalString('applyTemplate') ?? 'rhel9-vm-apply',
    ),
    quarantine: duration(config, 'quarantine', { hours: 24 }),
    macAddresses: readMacAddresses(config),
    platformTeam: readPlatformTeam(config),
    attempts: {
      lease: duration(config, 'attempts.lease', { seconds: 60 }),
      limit: positiveInteger(config, 'attempts.limit', 3),
    },
    batches: { atOnce: positiveInteger(config, 'batches.atOnce', 4) },
    expiry: duration(config, 'expiry', { days: 14 }),
    planAge: duration(config, 'planAge', { hours: 24 }),
    reservation: duration(config, 'reservation', { hours: 24 }),
    machineWait: duration(config, 'machineWait', { seconds: 20 }),
    retention: {
      logs: duration(config, 'retention.logs', { days: 90 }),
      events: config.has('retention.events')
        ? duration(config, 'retention.events', {})
        : undefined,
      effects: duration(config, 'retention.effects', { days: 30 }),
    },
    streams: {
      maxPerPerson: positiveInteger(config, 'streams.maxPerPerson', 20),
    },
  };
}
