import {
  MachineOperation,
  MachineOperationKind,
  MachinePowerOperation,
  PowerState,
} from '@backlot/plugin-vm-inventory-common';

/** What the buttons are called. */
export const operationLabels: Record<MachineOperationKind, string> = {
  'power-on': 'Power on',
  'shut-down': 'Shut down',
  restart: 'Restart',
  suspend: 'Suspend',
  'power-off': 'Power off',
  reset: 'Reset',
  'take-snapshot': 'Take snapshot',
  'revert-snapshot': 'Revert to snapshot',
  'delete-snapshot': 'Delete snapshot',
};

/** What can be done to the power of a machine that is on, off or suspended. */
export const powerOperationsOf: Record<PowerState, MachinePowerOperation[]> = {
  on: ['shut-down', 'restart', 'suspend', 'power-off', 'reset'],
  off: ['power-on'],
  suspended: ['power-on', 'power-off'],
};

/** What it does, and whom it interrupts. */
export const powerConsequences: Record<MachinePowerOperation, string> = {
  'power-on': 'It starts. Nothing is interrupted.',
  'shut-down':
    'The guest ends what runs in it and powers off. Whoever uses the machine is interrupted until somebody powers it on.',
  restart:
    'The guest ends what runs in it and starts again. Whoever uses the machine is interrupted until it is up.',
  suspend:
    'It stops as it is, and goes on from there when somebody powers it on. Until then it answers nobody.',
  'power-off':
    'It is off at once, as if somebody pulled the plug: what the guest has not written to disk is lost. Shut it down instead if you can.',
  reset:
    'It starts again at once, as if somebody pressed the reset button: what the guest has not written to disk is lost. Restart it instead if you can.',
};

/** What may be done in place of it where the guest does not obey; absent where it is not asked. */
export const forcedConsequences: Partial<
  Record<MachinePowerOperation, string>
> = {
  'shut-down':
    'Cut the power if the guest cannot be told, or does not shut down in time',
  restart: 'Reset it if the guest cannot be told',
};

/** Operations after which something may be lost. */
export const destructiveOperations: readonly MachineOperationKind[] = [
  'power-off',
  'reset',
  'revert-snapshot',
  'delete-snapshot',
];

/** An entry of the history in words, e.g. `Revert to snapshot 'before the update'`. */
export function describeOperation(
  operation: Pick<
    MachineOperation,
    'operation' | 'snapshotName' | 'snapshot' | 'force'
  >,
): string {
  const { snapshotName, snapshot, force } = operation;
  const label = operationLabels[operation.operation];
  const named = snapshotName ?? snapshot;
  return `${label}${named ? ` '${named}'` : ''}${
    force ? ', by force if need be' : ''
  }`;
}
