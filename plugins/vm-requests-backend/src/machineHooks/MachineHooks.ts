import { ConflictError } from '@backstage/errors';
import {
  MachineHook,
  VmRequestMachineHooks,
} from '@backlot/plugin-vm-requests-node';

/** What modules have other systems do about machines. */
export class MachineHooks implements VmRequestMachineHooks {
  readonly #byId = new Map<string, MachineHook>();

  addHook(hook: MachineHook): void {
    if (this.#byId.has(hook.id)) {
      throw new ConflictError(
        `There are two machine hooks '${hook.id}'. Install one of the modules that bring it.`,
      );
    }
    this.#byId.set(hook.id, hook);
  }

  /** Undefined where the module that brought it is no more. */
  find(id: string): MachineHook | undefined {
    return this.#byId.get(id);
  }

  list(): MachineHook[] {
    return [...this.#byId.values()];
  }
}
