import { collectorOperations } from './collectorOperations';
import { inventoryOperations } from './inventoryOperations';
import { machineOperations } from './machineOperations';
import { Operation } from './Operation';
import { sessionOperations } from './sessionOperations';
import { viewOperations } from './viewOperations';

/** All methods of the vSphere API that the lab has. */
export const operations: ReadonlyMap<string, Operation> = new Map(
  Object.entries({
    ...sessionOperations,
    ...viewOperations,
    ...collectorOperations,
    ...machineOperations,
    ...inventoryOperations,
  }),
);
