import {
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { z } from 'zod';
import {
  MachineEntityConfig,
  machineEntityConfigSchema,
} from './machineEntityConfig';

const KEY = 'catalog.providers.vmInventory';

/**
 * The configuration of this module.
 *
 * @throws InputError when a value is not what it may be
 * @internal
 */
export function readMachineCatalogConfig(config: Config): {
  entities: MachineEntityConfig;
  schedule: SchedulerServiceTaskScheduleDefinition;
} {
  const own = config.getOptionalConfig(KEY);
  const entities = machineEntityConfigSchema.safeParse(own?.get() ?? {});
  if (!entities.success) {
    throw new InputError(
      `Configuration ${KEY} is wrong, so the catalog would refuse the machines: ${z.prettifyError(
        entities.error,
      )}`,
    );
  }
  return {
    entities: entities.data,
    schedule: own?.has('schedule')
      ? readSchedulerServiceTaskScheduleDefinitionFromConfig(
          own.getConfig('schedule'),
        )
      : {
          frequency: { seconds: 15 },
          timeout: { minutes: 5 },
          initialDelay: { seconds: 5 },
        },
  };
}
