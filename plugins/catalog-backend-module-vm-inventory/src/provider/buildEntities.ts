import { ResourceEntity } from '@backstage/catalog-model';
import { CatalogLeftOut, Machine } from '@backlot/plugin-vm-inventory-common';
import { MachineOwnership, TimeSlice } from '@backlot/plugin-vm-inventory-node';
import { MachineEntityConfig } from '../config/machineEntityConfig';
import { machineEntity } from '../entities/machineEntity';
import { refusalOf } from '../entities/refusalOf';
import { sameEntity } from './sameEntity';

/**
 * Entities by their names.
 *
 * @internal
 */
export type Entities = Map<string, ResourceEntity>;

/**
 * The machines as entities that the catalog takes, and those that cannot be in it, each with the
 * reason. Some milliseconds at a time: there may be a hundred thousand.
 *
 * @internal
 */
export async function buildEntities(
  machines: readonly Machine[],
  options: {
    /** Of each machine, in the same order. */
    ownerships: readonly MachineOwnership[];
    config: MachineEntityConfig;
    /** What the catalog has taken already, and is not checked again. */
    synced: ReadonlyMap<string, ResourceEntity>;
  },
): Promise<{ entities: Entities; leftOut: CatalogLeftOut[] }> {
  const { ownerships, config, synced } = options;
  const entities: Entities = new Map();
  const leftOut: CatalogLeftOut[] = [];
  const slice = new TimeSlice();
  for (const [index, machine] of machines.entries()) {
    if (slice.isOver) {
      await slice.next();
    }
    const leaveOut = (reason: string) => {
      const { source, id, name } = machine;
      leftOut.push({ source, id, name, reason });
    };
    const { instanceUuid } = machine;
    if (instanceUuid === undefined) {
      // Without one there is nothing to tell it by once it is renamed.
      leaveOut('It has no instance UUID');
      continue;
    }
    const entity = machineEntity(
      { ...machine, instanceUuid },
      ownerships[index],
      config,
    );
    const { name } = entity.metadata;
    if (entities.has(name)) {
      leaveOut(
        `Another machine of this source has its instance UUID ${instanceUuid}`,
      );
      continue;
    }
    const refusal = sameEntity(synced.get(name), entity)
      ? undefined
      : await refusalOf(entity);
    if (refusal === undefined) {
      entities.set(name, entity);
    } else {
      leaveOut(`The catalog would refuse it: ${refusal}`);
    }
  }
  return { entities, leftOut };
}
