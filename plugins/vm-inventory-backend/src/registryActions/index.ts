import { registerFindMachines } from './registerFindMachines';
import { registerFindPlacement } from './registerFindPlacement';
import { registerGetCapacity } from './registerGetCapacity';
import { RegistryActionContext } from './RegistryActionContext';

/**
 * Registers what assistants can ask of the inventory, with the permissions of whom they work for.
 *
 * @internal
 */
export function registerActions(context: RegistryActionContext): void {
  registerFindMachines(context);
  registerFindPlacement(context);
  registerGetCapacity(context);
}
