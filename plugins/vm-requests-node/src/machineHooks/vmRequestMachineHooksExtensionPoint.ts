import { createExtensionPoint } from '@backstage/backend-plugin-api';
import { MachineHook } from './MachineHook';

/**
 * Takes machine hooks.
 *
 * @alpha
 */
export interface VmRequestMachineHooks {
  /** @throws ConflictError when there is one of that id */
  addHook(hook: MachineHook): void;
}

/**
 * Where a module of the vm-requests backend adds what other systems are to do when a machine was made
 * or is gone.
 *
 * @alpha
 */
export const vmRequestMachineHooksExtensionPoint =
  createExtensionPoint<VmRequestMachineHooks>({
    id: 'vm-requests.machine-hooks',
  });
