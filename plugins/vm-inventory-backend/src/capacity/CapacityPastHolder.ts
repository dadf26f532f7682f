import { ConflictError } from '@backstage/errors';
import {
  CapacityPast,
  VmInventoryCapacityPastExtensionPoint,
} from '@backlot/plugin-vm-inventory-node';

/**
 * The past that a module brought, if one did.
 *
 * @internal
 */
export class CapacityPastHolder
  implements VmInventoryCapacityPastExtensionPoint
{
  #past: CapacityPast | undefined;

  setPast(past: CapacityPast): void {
    if (this.#past) {
      throw new ConflictError(
        `The past of capacity comes from '${
          this.#past.origin
        }' already, not from '${past.origin}'`,
      );
    }
    this.#past = past;
  }

  get(): CapacityPast | undefined {
    return this.#past;
  }
}
