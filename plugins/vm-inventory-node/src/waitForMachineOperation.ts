import { setTimeout as sleep } from 'node:timers/promises';
import { MachineOperation } from '@backlot/plugin-vm-inventory-common';
import {
  VmInventoryCallOptions,
  VmInventoryService,
} from './VmInventoryService';

const FIRST_LOOK_MS = 200;
const LOOK_MS = 2_000;

/**
 * Waits until an operation on a machine has ended, however it went.
 *
 * @public
 */
export async function waitForMachineOperation(
  inventory: Pick<VmInventoryService, 'getMachineOperation'>,
  operation: Pick<MachineOperation, 'source' | 'machine' | 'id'>,
  options: VmInventoryCallOptions,
): Promise<MachineOperation> {
  const { source, machine, id } = operation;
  for (let pause = FIRST_LOOK_MS; ; pause = Math.min(pause * 2, LOOK_MS)) {
    const found = await inventory.getMachineOperation(
      { source, id: machine },
      id,
      options,
    );
    if (found.outcome !== 'running') {
      return found;
    }
    await sleep(pause, undefined, { signal: options.signal });
  }
}
