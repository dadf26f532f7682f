import { readMilliseconds } from '@backlot/backend-common';
import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  defaultPlacementPolicy,
  PlacementPolicy,
} from '@backlot/plugin-vm-inventory-common';
import { z } from 'zod';

/**
 * The configuration of this plugin, below `vmInventory`.
 *
 * @internal
 */
export interface VmInventoryConfig {
  staleAfterMs: number;
  placement: PlacementPolicy;
  capacityHistory: {
    /** How many days are kept, today included. */
    retentionDays: number;
    frequencyMs: number;
  };
  operations: {
    /** Entity refs of those who may power all machines and take snapshots of them. */
    operators: string[];
    /** How long the machines' histories are kept. */
    retentionMs: number;
  };
}

const DAY_MS = 24 * 60 * 60 * 1000;

const operatorsSchema = z.array(
  z
    .string()
    .regex(
      /^[^:/]+:[^:/]+\/[^:/]+$/,
      'must be an entity ref such as group:default/platform-team',
    )
    .transform(ref => ref.toLocaleLowerCase('en-US')),
);

const placementSchema = z.strictObject({
  cpuOvercommit: z
    .number()
    .positive()
    .default(defaultPlacementPolicy.cpuOvercommit),
  memoryOvercommit: z
    .number()
    .positive()
    .default(defaultPlacementPolicy.memoryOvercommit),
  datastoreHeadroom: z
    .number()
    .min(0)
    .lt(1)
    .default(defaultPlacementPolicy.datastoreHeadroom),
});

/**
 * @throws InputError when a value is not what it may be
 * @internal
 */
export function readVmInventoryConfig(config: Config): VmInventoryConfig {
  const placement = placementSchema.safeParse(
    config.getOptional('vmInventory.placement') ?? {},
  );
  if (!placement.success) {
    throw new InputError(
      `Configuration vmInventory.placement is wrong: ${z.prettifyError(
        placement.error,
      )}`,
    );
  }
  const duration = (key: string, fallbackMs: number) =>
    readMilliseconds(config, key, fallbackMs);
  const retention = 'vmInventory.capacityHistory.retention';
  const retentionDays = Math.floor(duration(retention, 400 * DAY_MS) / DAY_MS);
  if (retentionDays < 1) {
    throw new InputError(
      `Configuration ${retention} is wrong: a history keeps a day at least`,
    );
  }
  const operators = operatorsSchema.safeParse(
    config.getOptional('vmInventory.operations.operators') ?? [],
  );
  if (!operators.success) {
    throw new InputError(
      `Configuration vmInventory.operations.operators is wrong: ${z.prettifyError(
        operators.error,
      )}`,
    );
  }
  return {
    staleAfterMs: duration('vmInventory.staleAfter', 120_000),
    placement: placement.data,
    capacityHistory: {
      retentionDays,
      frequencyMs: duration(
        'vmInventory.capacityHistory.frequency',
        60 * 60_000,
      ),
    },
    operations: {
      operators: operators.data,
      retentionMs: duration('vmInventory.operations.retention', 400 * DAY_MS),
    },
  };
}
