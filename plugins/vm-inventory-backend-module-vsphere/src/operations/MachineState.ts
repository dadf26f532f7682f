import { PowerState } from '@backlot/plugin-vm-inventory-common';
import { ObjectContent } from '../propertyCollector/ObjectContent';
import { elementAt, textBelow } from '../details/elements';

/** What is read of a machine before something is done to it. */
export const statePaths: readonly string[] = [
  'runtime.powerState',
  'runtime.question',
  'guest.toolsRunningStatus',
  'recentTask',
];

/** A machine as an operation finds it. */
export interface MachineState {
  power: PowerState;
  /** Whether VMware Tools run, so that the guest can be told something. */
  isGuestReachable: boolean;
  /** What vCenter wants to know before it goes on. */
  question?: string;
  /** Values of the references of the tasks that vCenter remembers of it. */
  tasks: string[];
}

const powerStates: Record<string, PowerState> = {
  poweredOn: 'on',
  poweredOff: 'off',
  suspended: 'suspended',
};

/** The power state by vim25's name. */
export function powerStateOf(text: unknown): PowerState | undefined {
  return typeof text === 'string' ? powerStates[text] : undefined;
}

/** The state of a machine whose `statePaths` were read. */
export function machineStateOf(machine: ObjectContent): MachineState {
  const { properties } = machine;
  const tasks = properties.get('recentTask');
  return {
    power: powerStateOf(properties.get('runtime.powerState')) ?? 'off',
    isGuestReachable:
      properties.get('guest.toolsRunningStatus') === 'guestToolsRunning',
    question: textBelow(elementAt(machine, 'runtime.question'), 'text'),
    tasks: Array.isArray(tasks)
      ? tasks.flatMap(task => (typeof task === 'string' ? [] : task.value))
      : [],
  };
}
