import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
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
}

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
  return {
    staleAfterMs: config.has('vmInventory.staleAfter')
      ? durationToMilliseconds(
          readDurationFromConfig(config, { key: 'vmInventory.staleAfter' }),
        )
      : 120_000,
    placement: placement.data,
  };
}
