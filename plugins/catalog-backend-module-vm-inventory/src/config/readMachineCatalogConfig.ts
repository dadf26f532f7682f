import {
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { z } from 'zod';

const KEY = 'catalog.providers.vmInventory';

const entitiesSchema = z.object({
  defaultOwner: z.string().min(1).default('unknown'),
  namespace: z.string().min(1).default('default'),
  system: z.string().min(1).optional(),
  links: z
    .array(
      z.object({
        url: z.string().min(1),
        title: z.string().min(1),
        icon: z.string().optional(),
      }),
    )
    .default([]),
});

/**
 * What configuration says of machines' entities.
 *
 * @internal
 */
export type MachineEntityConfig = z.output<typeof entitiesSchema>;

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
  const entities = entitiesSchema.safeParse(own?.get() ?? {});
  if (!entities.success) {
    throw new InputError(
      `Configuration ${KEY} is wrong: ${z.prettifyError(entities.error)}`,
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
