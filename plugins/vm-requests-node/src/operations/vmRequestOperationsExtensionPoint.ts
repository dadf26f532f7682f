import { createExtensionPoint } from '@backstage/backend-plugin-api';
import { RequestOperation } from './RequestOperation';

/**
 * Takes further kinds of operations on machines.
 *
 * @alpha
 */
export interface VmRequestOperations {
  /** @throws ConflictError when there is one of that kind */
  addOperation(operation: RequestOperation): void;
}

/**
 * Where a module of the vm-requests backend adds kinds of operations.
 *
 * @alpha
 */
export const vmRequestOperationsExtensionPoint =
  createExtensionPoint<VmRequestOperations>({
    id: 'vm-requests.operations',
  });
