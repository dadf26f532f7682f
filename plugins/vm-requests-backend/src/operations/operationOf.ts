import { OperationKind } from '@backlot/plugin-vm-requests-common';
import { createOperation } from './create/createOperation';
import { decommissionOperation } from './decommission/decommissionOperation';
import { Operation } from './Operation';

const operations: Readonly<Record<OperationKind, Operation>> = {
  create: createOperation,
  decommission: decommissionOperation,
};

/** The operation that a request is. */
export function operationOf({ kind }: { kind: OperationKind }): Operation {
  return operations[kind];
}
