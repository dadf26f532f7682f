import {
  GiveBackStep,
  MachineLifecycle,
  OperationKind,
} from '@backlot/plugin-vm-requests-common';

/** What the ledger does by the kind of an operation, as plain facts. */
export interface OperationTraits {
  /** Steps of giving back when the operation does not come to be, in their order. */
  giveBack: readonly GiveBackStep['what'][];
  /** How what a failed apply left is taken back. */
  rollBack: 'destroy' | 'none';
  /** Where the machine stands while the request is open, and once it has ended. */
  machine: {
    meanwhile: MachineLifecycle;
    done: MachineLifecycle;
    otherwise: MachineLifecycle;
  };
}

/** The facts of each kind. */
export const operationTraits: Readonly<Record<OperationKind, OperationTraits>> =
  {
    create: {
      giveBack: [
        'pull-request',
        'apply-check',
        'reservation',
        'address',
        'machine-record',
      ],
      rollBack: 'destroy',
      machine: { meanwhile: 'building', done: 'active', otherwise: 'gone' },
    },
    decommission: {
      giveBack: ['pull-request'],
      rollBack: 'none',
      machine: { meanwhile: 'retiring', done: 'gone', otherwise: 'active' },
    },
  };
