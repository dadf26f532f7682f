import { OperationKind } from '@backlot/plugin-vm-requests-common';

/** What people call what a request does. */
export const operationNames: Readonly<Record<OperationKind, string>> = {
  create: 'Create',
  decommission: 'Decommission',
};
